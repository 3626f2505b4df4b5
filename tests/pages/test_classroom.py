"""The page Class without a browser: who is let in, who may do what, what is counted."""

import json
import re
from base64 import b64encode
from typing import Any
from urllib.parse import parse_qs

import numpy as np
import pytest
import streamlit as st
from streamlit.proto.Common_pb2 import StringTriggerValue
from streamlit.testing.v1 import AppTest

from mnistnet import Drawing, forward, load_network, prepare_strokes
from mnistnet.charts.number_text import number, share
from mnistnet.class_store.codes import new_secret
from mnistnet.class_store.reader import ClassReader
from mnistnet.class_store.records import OpenedClass, SentDrawing
from mnistnet.class_store.store import ClassStore
from mnistnet.class_store.task import Task
from mnistnet.drawing.picture import png_address
from mnistnet.drawing.samples import sample
from mnistnet.drawing.url_text import encode
from mnistnet.errors import StoreError
from mnistnet.evaluation import evaluate_network
from mnistnet.notation import FloatArray, IntArray
from mnistnet.texts import catalogue
from mnistnet.ui import membership
from mnistnet.ui.classroom import invitation, statistics
from mnistnet.ui.classroom.opened import sent_words
from mnistnet.ui.share import qr_code
from tests.support import ROOT
from tests.support.app import open_page, press, shown, told, trace, words
from tests.support.digits import FOUR, ONE, SEVEN, ring
from tests.support.visitor import visiting

TEXT = catalogue("en")
TOKENS = [f"{number:032x}" for number in range(3)]
SECRET = "0123456789abcdef" * 2


@pytest.fixture
def opened(class_store: ClassStore) -> OpenedClass:
    return class_store.open_class()


def page_of(opened: OpenedClass, secret: str = "", **choices: str) -> AppTest:
    """Open the page in a class; the browser says the secret, as it would keep it."""
    all_choices: dict[str, Any] = choices | {"class": opened.code}
    app = open_page(page="classroom", **all_choices)
    app.session_state["class_secret"] = secret
    return app.run()


def send(store: ClassStore, opened: OpenedClass, strokes: list[FloatArray], label: int | None):
    drawing = Drawing(tuple(strokes), (20.0,) * len(strokes))
    return store.send(opened.code, new_secret(), 1, drawing, label)


def keys(app: AppTest) -> set[str | None]:
    return {button.key for button in app.button}


def menu(app: AppTest) -> str:
    (button,) = app.get("menu_button")
    return " ".join(button.proto.options)


def warnings(app: AppTest) -> str:
    return " ".join(warning.value for warning in app.warning).replace("\\", "")


def test_a_press_opens_a_class_of_ones_own(server, class_store):
    with visiting(server.address, "language=en", "classroom") as visitor:
        assert TEXT["class.stored"] in visitor.page.html()
        visitor.run("open_class")
        code = parse_qs(visitor.page.query)["class"][0]
        assert class_store.find(code) is not None
        secret = json.loads(visitor.page.element("class_kept").json)["secret"]
        assert class_store.is_teacher(code, secret)
        assert secret not in visitor.page.html() + visitor.page.query
        visitor.run("task_fool_None_None_1")
        assert Task("fool") in class_store.tasks(class_store.find(code).id).values()


@pytest.mark.parametrize("gap", ["", " ", "-"])
def test_who_types_a_code_in_small_letters_and_with_gaps_is_led_to_draw(server, opened, gap):
    with visiting(server.address, "network=lecture-b&language=en", "classroom") as visitor:
        typed = gap.join((opened.code[:3], opened.code[3:])).lower()
        visitor.page.set("class_typed", string_value=typed)
        visitor.run("enter_class")
        assert json.loads(visitor.page.element("class_line").json)["code"] == opened.code
        assert visitor.page.canvas()["drawing"] == ""
        asked = parse_qs(visitor.page.query)
        assert (asked["class"], asked["network"]) == ([opened.code], ["lecture-b"])


@pytest.mark.parametrize("typed", ["K7M2Q", "K7M2QX"])
def test_who_opens_a_class_has_typed_in_vain(typed):
    app = open_page(page="classroom")
    app.text_input(key="class_typed").set_value(typed)

    app.button(key="open_class").click().run()

    assert app.query_params["class"] != [typed]
    assert warnings(app) == ""
    assert "task_free_None_None_1" in keys(app)  # and is not led to Draw


@pytest.mark.parametrize("typed", ["K7M2Q", "O0O0O0", ""])
def test_what_is_no_code_is_explained(typed):
    app = open_page(page="classroom")
    app.text_input(key="class_typed").set_value(typed)
    app.button(key="enter_class").click().run()

    assert TEXT["error.class_code"] in warnings(app)
    assert "open_class" in keys(app)


@pytest.mark.parametrize("page", ["draw", "classroom"])
@pytest.mark.parametrize("typed", ["K7M2Q", "K7M2QXX", "00O0O0"])
def test_a_link_whose_code_is_none_says_so(page, typed):
    mistyped: dict[str, Any] = {"class": typed}
    app = open_page(page=None if page == "draw" else page, **mistyped)

    assert TEXT["error.class_code"] in warnings(app)
    if page == "draw":
        app.button(key="leave_class").click().run()
        assert warnings(app) == ""
        assert "class" not in app.query_params


def test_what_was_wrong_before_is_not_said_beside_what_is_wrong_now(opened):
    unknown: dict[str, Any] = {"class": "ZZZZZZ"}
    app = open_page(page="classroom", **unknown)
    for typed, key in (("K7M2Q0", "class_code"), ("ZZZZZY", "class_unknown"), ("", "class_code")):
        app.text_input(key="class_typed").set_value(typed).run()
        assert warnings(app) == TEXT[f"error.{key}"]
    app.text_input(key="class_typed").set_value(opened.code).run()
    assert not app.warning


def test_a_class_that_is_gone_is_explained_and_another_is_offered(class_store, opened):
    class_store.close_class(opened.code, opened.secret)
    app = page_of(opened)

    assert TEXT["error.class_unknown"] in warnings(app)
    assert "open_class" in keys(app)


def test_who_knows_the_code_alone_has_no_controls(class_store, opened):
    send(class_store, opened, SEVEN, 7)
    for secret in ("", SECRET):
        app = page_of(opened, secret)
        assert "task_free_None_None_1" not in keys(app)
        assert not app.get("menu_button")
        assert app.button(key="leave_class").label == TEXT["class_page.leave"]
        assert told(app, "counted")["feed"] == class_store.find(opened.code).feed
        assert opened.secret not in json.dumps(told(app, "secret"))
        app.button(key="leave_class").click().run()
        assert "class" not in app.query_params


def test_the_teacher_sets_tasks_by_a_press(class_store, opened):
    app = page_of(opened, opened.secret)
    assert TEXT["class_page.close"] in menu(app)
    assert opened.secret not in words(app) + menu(app)
    assert app.button(key="task_like_4_9_1").label == "4 like a 9"
    state = class_store.find(opened.code)
    for key, task in (
        ("task_digit_4_None_1", Task("digit", 4)),
        ("task_like_4_9_2", Task("like", 4, 9)),
        ("task_fool_None_None_3", Task("fool")),
        ("task_free_None_None_4", Task()),
    ):
        press(app, key)
        tasks = class_store.tasks(state.id)
        assert tasks[max(tasks)] == task


def read(name: str, X: FloatArray) -> IntArray:
    """Return what a shipped network reads in images (784, m), by the lecture's formulas."""
    with np.load(ROOT / "weights" / f"{name}.npz") as weights:
        for W in (weights["W1"].astype(float), weights["W2"].astype(float)):
            X = np.vstack([X, np.ones((1, X.shape[1]))]) if W.shape[1] > len(X) else X
            X = 1 / (1 + np.exp(-W @ X))
    return np.asarray(X.argmax(axis=0))


def test_statistics_are_those_of_what_was_sent_and_not_hidden(class_store, opened):
    odd = [*FOUR, ring()[0].round() + np.array([90, 20])]  # each network takes it for another digit
    digits = [*((list(sample(k).strokes), k) for k in range(10)), (odd, 1), (FOUR, None)]
    for strokes, label in digits:
        send(class_store, opened, strokes, label)
    receipt = send(class_store, opened, FOUR, 4)
    class_store.hide(opened.code, opened.secret, receipt.number)
    app = page_of(opened, class_view="statistics")

    labels = np.array([label for _, label in digits if label is not None])
    X = np.hstack([prepare_strokes(strokes).X for strokes, label in digits if label is not None])
    said = words(app)
    assert TEXT["class_page.read_right"].format(n=11) in said
    assert TEXT["class_page.mean_of"].format(digit=1, n=2) in said
    for name in ("lecture-a", "lecture-b"):
        n_right = int((read(name, X) == labels).sum())
        row = f"<th scope=row>{TEXT[f'network.{name}']}<td>{n_right}<td>{share(n_right / 11)}"
        mean_loss = evaluate_network(load_network(name), X, labels).mean_loss
        assert f"{row}<td>{number(mean_loss)}" in said
    for name in ("lecture-b", "lecture-a"):
        app.segmented_control(key="network").set_value(name).run()
        confusion = np.zeros((10, 10), int)
        np.add.at(confusion, (labels, read(name, X)), 1)
        assert np.array_equal(trace(app, "class_confusion")["customdata"], confusion)
        taken = {"label": 1, "answer": read(name, X)[-1], "n": 1}
        heard = TEXT["mnist_page.confusion_alt"].format(
            listed=TEXT["mnist_page.taken_for"].format(**taken)
        )
        assert shown(app, "class_confusion")["alt"] == heard
    means = re.findall(r'src="([^"]*)" alt="[^"]*"><figcaption[^>]*><b>(\d)</b> \((\d+)\)', said)
    for k, (picture, digit, n) in enumerate(means):
        X_of_digit = X[:, labels == k]
        assert (digit, n) == (str(k), str(X_of_digit.shape[1]))
        assert picture == png_address(X_of_digit.mean(axis=1).reshape(28, 28))
    assert len(means) == 10
    listed = dict(told(app, "only")["only"])
    every = np.hstack([prepare_strokes(strokes).X for strokes, _ in digits])
    names = ("lecture-a", "lecture-b")
    whose = [TEXT[f"network.{name}"].partition(" 784")[0] for name in names]
    answers = zip(*(read(name, every) for name in names), strict=True)
    assert listed == {
        place: " · ".join(f"{who} {k}" for who, k in zip(whose, of_one, strict=True))
        for place, of_one in enumerate(answers, 1)
    }
    assert told(app, "counted")["counted"] == class_store.find(opened.code).revision


def test_statistics_are_of_all_tasks_or_of_the_one_that_is_chosen(class_store, opened):
    send(class_store, opened, SEVEN, 7)
    of_one_task = page_of(opened, class_view="statistics")
    assert not of_one_task.selectbox  # there is nothing to choose
    class_store.set_task(opened.code, opened.secret, Task("digit", 4))
    for strokes in (FOUR, SEVEN):
        drawing = Drawing(tuple(strokes), (20.0,) * len(strokes))
        class_store.send(opened.code, new_secret(), 2, drawing)
    app = page_of(opened, opened.secret, class_view="statistics")

    for task, numbers in ((0, {1, 2, 3}), (1, {1}), (2, {2, 3})):
        app.selectbox(key="shown_task").set_value(task).run()
        assert TEXT["class_page.read_right"].format(n=len(numbers)) in words(app)
        assert dict(told(app, "only")["only"]).keys() == numbers
        assert [task_said in words(app) for task_said in ("1. Draw a digit", "2. Draw a 4")] == [
            task == 1,
            task == 2,
        ]
        assert app.query_params.get("shown_task", "0") == str(task)
    assert app.selectbox(key="shown_task").options == [
        TEXT["shown_task.all"],
        "2. Draw a 4",
        "1. Draw a digit of your choice",
    ]
    app.button(key="task_digit_7_None_2").click().run()
    assert app.selectbox(key="shown_task").value == 0  # what comes in now is to be seen


def test_a_task_that_a_class_has_not_had_is_not_looked_at(class_store, opened):
    class_store.set_task(opened.code, opened.secret, Task("digit", 4))
    app = page_of(opened, shown_task="9")
    assert app.selectbox(key="shown_task").value == 0
    assert told(app, "task")["task"] == 0
    assert "shown_task" not in app.query_params


def test_a_class_of_thousands_is_counted_in_parts(class_store, opened, monkeypatch):
    for _ in range(3):
        send(class_store, opened, SEVEN, 7)
    monkeypatch.setattr(statistics, "BATCH", 1)
    monkeypatch.setattr(statistics, "PATIENCE", 0.0)
    app = page_of(opened, class_view="statistics")
    assert TEXT["class_page.counting"].format(n=1, all=3) in words(app)
    assert told(app, "counted")["counted"] == 0

    monkeypatch.setattr(statistics, "PATIENCE", 60.0)
    app.run()
    assert TEXT["class_page.read_right"].format(n=3) in words(app)
    assert told(app, "counted")["counted"] == class_store.find(opened.code).revision


def test_a_store_that_is_away_is_explained_and_the_wall_stays(opened, monkeypatch):
    app = page_of(opened)
    feed = told(app, "counted")["feed"]

    def away(*_: object) -> None:
        raise StoreError("error.store_away")

    monkeypatch.setattr(ClassReader, "state", away)
    app.run()
    assert TEXT["error.store_away"] in warnings(app)
    assert told(app, "counted")["feed"] == feed


def test_a_hidden_drawing_opens_for_the_teacher_alone_whatever_is_pressed(
    server, class_store, opened
):
    receipt = send(class_store, opened, SEVEN, 7)
    class_store.hide(opened.code, opened.secret, receipt.number)
    for secret, is_let in ((SECRET, False), (opened.secret, True)):
        query = f"language=en&class={opened.code}"
        with visiting(server.address, query, "classroom") as visitor:
            visitor.page.tell("class_kept", "secret", secret)
            visitor.run()
            for pressed in ("1", [1], None, 2**70, -1, 1):
                visitor.page.tell("wall", "opened", pressed)
                visitor.run()
            assert ("opened_image" in visitor.page.frames()) == is_let


def test_who_opens_a_drawing_sees_its_label_and_the_teacher_hides_it_or_its_pupil(
    server, class_store, opened
):
    class_store.set_task(opened.code, opened.secret, Task("like", 1, 7))
    for pupil, strokes in ((1, FOUR), (2, ONE), (2, SEVEN)):
        drawing = Drawing(tuple(strokes), (20.0,) * len(strokes))
        class_store.send(opened.code, TOKENS[pupil], 2, drawing)
    query = f"language=en&class={opened.code}"

    def hidden() -> list[bool]:
        state = class_store.find(opened.code)
        return [one.hidden for one in class_store.drawings(state.id)]

    with visiting(server.address, query, "classroom") as visitor:

        def press(button: str | None) -> str:
            """Press a button and open the third drawing again; return what the teacher may do."""
            if button:
                visitor.run(button, visitor.page.fragment(button))
            visitor.page.tell("wall", "opened", 3)
            visitor.run()
            return " ".join(visitor.page.element(f"hide_{of}3").label for of in ("", "all_of_"))

        visitor.page.tell("class_kept", "secret", opened.secret)
        visitor.run()
        hide, hide_all, show, show_all = (
            TEXT[f"class_page.{name}"].format(pupil=2)
            for name in ("hide_drawing", "hide_pupil", "show_drawing", "show_pupil")
        )
        assert press(None) == f"{hide} {hide_all}"
        X = prepare_strokes(SEVEN).X
        for name in ("lecture-a", "lecture-b"):
            bars = visitor.page.trace(f"opened_{name}")
            assert bars["y"] == pytest.approx(forward(load_network(name), X).A2[:, 0].tolist())
            outlined = [k for k in range(10) if bars["marker"]["line"]["width"][k]]
            assert outlined == [1], "the task's digit, not the one that is read"
        assert TEXT["task.like"].format(digit=1, like=7)[1:] in visitor.page.html()
        assert "Pupil 2, task 2" in visitor.page.html()

        assert press("hide_3") == f"{show} {hide_all}"  # another of the pupil still hangs
        assert hidden() == [False, False, True]
        assert press("hide_3") == f"{hide} {hide_all}"
        assert press("hide_all_of_3") == f"{show} {show_all}"
        assert hidden() == [False, True, True]

        visitor.run("opened_on_error", visitor.page.fragment("opened_on_error"))
        asked = parse_qs(visitor.page.query)
        assert (asked["target"], asked["drawing"]) == (
            ["1"],
            [encode(Drawing(tuple(SEVEN), (20.0,)))],
        )


def test_the_menu_lists_what_is_hidden_newest_first_and_says_what_closing_erases(
    server, class_store, opened
):
    for strokes in (FOUR, SEVEN, ONE, [SEVEN[0] + 5]):
        drawing = Drawing(tuple(strokes), (20.0,) * len(strokes))
        class_store.send(opened.code, TOKENS[0], 1, drawing)
    send(class_store, opened, FOUR, 4)
    for which in (1, 3, 2):
        class_store.hide(opened.code, opened.secret, which)
    query = f"language=en&class={opened.code}"
    with visiting(server.address, query, "classroom") as visitor:
        visitor.page.tell("class_kept", "secret", opened.secret)
        visitor.run()

        def choose(name: str) -> None:
            menu = visitor.page.element("class_menu")
            chosen = next(one for one in menu.options if one.endswith(TEXT[f"class_page.{name}"]))
            visitor.page.set("class_menu", string_trigger_value=StringTriggerValue(data=chosen))
            visitor.run()

        choose("hidden")
        pictures = re.findall(r'class="thumbnail" src="([^"]*)"', visitor.page.html())
        assert pictures == [png_address(prepare_strokes(one).pixels) for one in (ONE, SEVEN, FOUR)]

        choose("close")
        what = TEXT["class_page.close_what"].format(drawings=5, pupils=2)
        assert what in " ".join(text.body for text in visitor.page.all_of("markdown"))


def test_that_a_class_is_over_is_not_said_to_who_has_closed_it(opened, class_store, monkeypatch):
    class_store.close_class(opened.code, opened.secret)
    app = page_of(opened, language="en")
    assert app.warning

    app.session_state["class_closed"] = opened.code
    app.run()

    assert not app.warning
    assert app.success[0].value == TEXT["class_page.closed_now"].format(code=opened.code)

    def away() -> None:
        raise StoreError("error.store_away")

    monkeypatch.setattr(membership, "current_class", away)
    assert TEXT["error.store_away"] in warnings(app.run())


def test_a_class_opened_after_another_page_is_read_by_the_network_chosen_there(class_store):
    app = open_page(language="en", network="lecture-b")
    app.switch_page("mnistnet/pages/classroom.py").run()

    press(app, "open_class")

    assert app.query_params["network"] == "lecture-b"
    assert class_store.find(app.query_params["class"]) is not None


@pytest.mark.parametrize("path", ["", "/digits"])
def test_phones_are_led_to_draw_and_to_nothing_else(opened, monkeypatch, path):
    here = f"http://10.0.0.5:8501{path}/classroom?language=ko&drawing=abc"
    monkeypatch.setattr(invitation, "in_the_network", lambda _: here)
    link = f"http://10.0.0.5:8501{path}/?class={opened.code}"
    assert invitation.pupils_link(opened.code) == link

    app = page_of(opened, class_view="join")
    assert link.removeprefix("http://") in words(app)
    svg = str(qr_code(link)).replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    assert b64encode(svg.encode()).decode() in words(app)


def test_a_class_that_comes_into_reach_amid_the_page_is_shown(class_store):
    app = open_page(language="en")
    app.switch_page("mnistnet/pages/classroom.py").run()
    app.session_state["class"] = class_store.open_class().code

    app.run()

    assert not app.exception
    assert "network" not in app.query_params


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ("Asia/Seoul", "09:30"),
        *((odd, "00:30") for odd in ("", "UTC", "../x", "a" * 1_000, "Asia", "No/Where")),
    ],
)
def test_the_time_of_sending_is_by_the_visitors_clock(monkeypatch, zone, hour):
    monkeypatch.setattr(type(st.context), "timezone", zone)
    drawing = SentDrawing(1, 3, 2, 7, "", 1_800.0, False, 1)
    assert hour in sent_words(drawing)
