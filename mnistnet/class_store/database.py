"""The database behind the store: SQLite in a file, or PostgreSQL by its address; what can fail."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import platformdirs
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from mnistnet.atomic_write import cannot_write
from mnistnet.class_store import schema, sqlite_file
from mnistnet.class_store.failures import failure
from mnistnet.class_store.line import Line
from mnistnet.errors import StoreError

ENVIRONMENT = "MNISTNET_DATABASE"

PATIENCE = 5
"""Seconds to wait for a database that is busy or away, before that is said."""

CONNECTIONS = 8
"""Connections of a process, which takes no more: what needs one takes milliseconds."""

READERS = 2
"""Of these for those who only look, however many send; SQLite has one writer at a time, and lets
others try again now and then, where some would wait for seconds: so they wait in line here."""

SERVER_LIMITS = "".join(
    f" -c {name}={PATIENCE}s"
    for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
)
"""PostgreSQL ends what takes longer, and whoever has stopped in the middle of a change."""

POSTGRES: dict[str, Any] = {
    "connect_timeout": PATIENCE,
    "tcp_user_timeout": 1000 * PATIENCE,  # a machine that has gone does not say so
    "keepalives_idle": PATIENCE,
    "keepalives_interval": 1,
    "keepalives_count": PATIENCE,
    "options": SERVER_LIMITS.strip(),
}


def address() -> URL:
    """Return where classes are kept: as the environment says, else a file of the user's own.

    Raises
    ------
    StoreError
        If the environment names no database.
    DataError
        If the user's folder cannot be made.
    """
    if named := os.environ.get(ENVIRONMENT):
        try:
            return make_url(named)
        except (ArgumentError, ValueError):  # ValueError: a port that is no number
            raise StoreError("error.store_address", name=ENVIRONMENT) from None
    folder = Path(platformdirs.user_data_dir("mnistnet", appauthor=False))
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise cannot_write(folder, error) from error
    return URL.create("sqlite", database=str(folder / "classes.sqlite"))


def engine_for(url: URL) -> Engine:
    """Return what connects to a database, which need not be there yet.

    Raises
    ------
    StoreError
        If it is of a kind that is neither SQLite nor PostgreSQL, or a package for it is missing.
    """
    options: dict[str, Any] = {
        "pool_size": CONNECTIONS,
        "max_overflow": 0,
        "pool_timeout": PATIENCE,
        "hide_parameters": True,  # no drawing and no digest in a log
    }
    kind = url.get_backend_name()
    if kind == "sqlite" and url.database not in (None, "", ":memory:"):
        url = url.set(drivername="sqlite+pysqlite")
        engine = create_engine(url, connect_args={"timeout": PATIENCE}, **options)
        event.listen(engine, "connect", sqlite_file.set_up)
        event.listen(engine, "checkout", sqlite_file.require_same_file)
        event.listen(engine, "begin", sqlite_file.begin)
        return engine
    if kind not in ("postgres", "postgresql"):
        raise StoreError("error.store_address", name=ENVIRONMENT)
    url = url.set(drivername="postgresql+psycopg")
    options["pool_pre_ping"] = True  # one that was stopped and started again is found again
    try:
        return create_engine(url, connect_args=POSTGRES, **options)
    except ImportError:
        raise StoreError("error.store_package") from None


class Database:
    """A database, connected to when it is first asked; safe to use from several threads.

    Parameters
    ----------
    url : sqlalchemy.engine.URL
        As `address` returns it.

    Raises
    ------
    StoreError
        As `engine_for`.
    """

    def __init__(self, url: URL) -> None:
        self.engine = engine_for(url)
        self._is_sqlite = self.engine.dialect.name == "sqlite"
        self._line = Line(1 if self._is_sqlite else CONNECTIONS - READERS)

    def close(self) -> None:
        """Let the connections go."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a connection that sees everything as it is at one moment.

        Raises
        ------
        StoreError
            If the database is away, busy, full, or damaged.
        """
        try:
            with self._connected() as connection, connection.begin():
                yield connection
        except (DBAPIError, PoolTimeout) as error:
            raise self._explained(error) from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a connection whose changes are made together, when all went well, or not at all.

        Raises
        ------
        StoreError
            As `reading`, or if nothing may be written.
        """
        if not self._line.enter(PATIENCE):
            raise StoreError("error.store_away")
        try:
            with self._connected() as connection:
                connection.execution_options(is_writing=True)
                with connection.begin():
                    yield connection
        except (DBAPIError, PoolTimeout) as error:
            raise self._explained(error) from error
        finally:
            self._line.leave()

    def leave_no_trace(self) -> None:
        """Have SQLite empty the log beside its file, where what was erased still stands."""
        if self._is_sqlite:
            # Where that fails, someone is busy or the disk is away, and the next one does it.
            with (
                suppress(sqlite3.Error, PoolTimeout),
                closing(self.engine.raw_connection()) as connection,
            ):
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        """Look at what a new connection leads to: the database may be another than before."""
        with self.engine.connect() as connection:
            if "is_known" not in connection.info:
                with connection.begin():
                    is_there = schema.is_there(connection)
                if not is_there:
                    connection.execution_options(is_writing=True)
                    with connection.begin():
                        schema.create(connection)
                    connection.execution_options(is_writing=False)
                connection.info["is_known"] = True
            yield connection

    def _explained(self, error: DBAPIError | PoolTimeout) -> StoreError:
        folder = Path(self.engine.url.database or "").parent
        explained = failure(error, folder, ENVIRONMENT)
        if explained.key == "error.store_damaged":
            self.engine.dispose()  # what is mended or put aside is looked at anew
        return explained
