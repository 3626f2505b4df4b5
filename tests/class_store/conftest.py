"""Every test of the store runs on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.engine import URL

from mnistnet.class_store.database import engine_for
from mnistnet.class_store.store import ClassStore
from tests.support import postgres


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[URL]:
    """The address of a PostgreSQL of the tests' own."""
    postgres.require()
    with postgres.postgres() as server:
        yield make_url(server.address).set(drivername="postgresql+psycopg")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.server)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[URL]:
    """The address of an empty database."""
    if request.param == "sqlite":
        yield URL.create("sqlite", database=str(tmp_path / "classes.sqlite"))
        return
    address: URL = request.getfixturevalue("postgres_url")
    yield address
    engine = engine_for(address)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


@pytest.fixture
def store(url: URL) -> Iterator[ClassStore]:
    """An empty store."""
    store = ClassStore(url)
    yield store
    store.close()
