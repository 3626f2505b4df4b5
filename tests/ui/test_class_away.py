"""A pupil while the classes' database is away: a sentence, drawing goes on, sending works again."""

import json
import time
from collections.abc import Callable

import pytest
from sqlalchemy import make_url

from mnistnet.class_store.store import ClassStore
from mnistnet.drawing.samples import sample
from mnistnet.drawing.url_text import encode
from mnistnet.texts import catalogue
from tests.support import postgres
from tests.support.server import running_server
from tests.support.visitor import Visitor, visiting
from tests.ui.test_class_line import TOKEN, alerts, send, told

AWAY = catalogue("en")["error.store_away"]

pytestmark = pytest.mark.server


def until(visitor: Visitor, is_there: Callable[[], object]) -> None:
    """Do as a browser does by itself, until something is there."""
    end = time.monotonic() + 60
    while not is_there():
        assert time.monotonic() < end
        time.sleep(0.2)
        visitor.look()


def test_a_database_that_is_stopped_and_started_again(mnist_env):
    postgres.require()
    with postgres.postgres() as database:
        env = mnist_env | {"MNISTNET_DATABASE": database.address}
        store = ClassStore(make_url(database.address))
        opened = store.open_class()
        query = f"language=en&class={opened.code}"
        with running_server(env) as server, visiting(server.address, query) as pupil:
            assert send(pupil)["state"].startswith("Sent:")

            database.stop()
            pupil.draw(sample(4))
            assert pupil.page.outputs().argmax() == 4
            told_of_it = send(pupil, drawing=encode(sample(4)), name="2")
            assert (told_of_it["state"], told_of_it["isWaiting"]) == (AWAY, True)
            assert told_of_it["answered"] == "2"
            with visiting(server.address, query) as late:
                assert alerts(late) == AWAY
                late.draw(sample(7))
                assert late.page.outputs().argmax() == 7

                database.start()
                until(late, lambda: not alerts(late))
                assert json.loads(late.page.element("class_line").json)["code"] == opened.code
            again = send(pupil, drawing=encode(sample(4)), name="2")
            assert again["state"].startswith("Sent: drawing 2 of the class. You are pupil 1")
            assert told(pupil)["isWaiting"] is False
            assert "Traceback" not in server.output()
        state = store.find(opened.code)
        assert state is not None
        assert [drawing.number for drawing in store.drawings(state.id)] == [1, 2]
        assert store.pupil(opened.code, TOKEN) == 1
        store.close()
