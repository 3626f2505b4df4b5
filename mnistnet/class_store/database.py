"""The database behind the store: SQLite in a file, or PostgreSQL by its address; what can fail."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection

import platformdirs
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from mnistnet.atomic_write import cannot_write
from mnistnet.errors import StoreError

ENVIRONMENT = "MNISTNET_DATABASE"

PATIENCE = 5
"""Seconds to wait for a database that is busy or away, before that is said."""

CONNECTIONS = 8
"""Connections a process keeps: what needs one takes milliseconds."""

SIGNS = {
    "error.store_full": ("disk is full", "no space left", "could not extend", "could not write"),
    "error.store_read_only": ("readonly database", "read-only"),
    "error.store_damaged": ("malformed", "not a database", "no such", "does not exist"),
}
"""What the databases say, in English, of what a person must mend; all else passes by itself."""


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
            url = make_url(named)
        except ArgumentError:
            raise StoreError("error.store_address", name=ENVIRONMENT) from None
        if url.drivername in ("postgres", "postgresql"):
            url = url.set(drivername="postgresql+psycopg")
        return url
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
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": PATIENCE}, pool_size=CONNECTIONS)
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if url.get_backend_name() != "postgresql":
        raise StoreError("error.store_address", name=ENVIRONMENT)
    limits = f"-c statement_timeout={PATIENCE}s -c lock_timeout={PATIENCE}s"
    try:
        return create_engine(
            url,
            connect_args={"connect_timeout": PATIENCE, "options": limits},
            pool_size=CONNECTIONS,
            pool_timeout=PATIENCE,
            pool_pre_ping=True,  # one that was stopped and started again is found again
        )
    except (ImportError, NoSuchModuleError):
        raise StoreError("error.store_package") from None


def _set_up_sqlite(connection: SqliteConnection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin as `_begin_sqlite` says
    for pragma in (
        "journal_mode = WAL",  # who reads waits for nobody
        "synchronous = FULL",  # what was acknowledged outlives a power cut
        "foreign_keys = ON",
        "secure_delete = ON",  # what is erased is not left in the file
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    is_writing = connection.get_execution_options().get("is_writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")


@contextmanager
def transaction(engine: Engine, *, is_writing: bool) -> Iterator[Connection]:
    """Open a connection whose changes are made together, when all went well, or not at all.

    Raises
    ------
    StoreError
        If the database is away, busy, full, damaged, or may not be written to.
    """
    try:
        with (
            engine.connect().execution_options(is_writing=is_writing) as connection,
            connection.begin(),
        ):
            yield connection
    except SQLAlchemyError as error:
        if isinstance(error, DBAPIError | PoolTimeout):
            raise _explained(error) from error
        raise


def _explained(error: SQLAlchemyError) -> StoreError:
    why = str(error.orig if isinstance(error, DBAPIError) else error).lower()
    for key, signs in SIGNS.items():
        if any(sign in why for sign in signs):
            return StoreError(key)
    return StoreError("error.store_away")
