"""What SQLAlchemy has to do for SQLite: a file that keeps its word, and may be put aside."""

import sqlite3
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from mnistnet.class_store import schema


def set_up(connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
    """Set a new connection up; the file need not be ours."""
    connection.isolation_level = None  # transactions begin as `begin` has it
    for pragma in (
        "synchronous = FULL",  # what was acknowledged outlives a power cut
        "foreign_keys = ON",
        "secure_delete = ON",  # what is erased is not left in the file
    ):
        connection.execute(f"PRAGMA {pragma}")
    there = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    if not there or (schema.about.name,) in there:  # what is somebody else's stays as it is
        with suppress(sqlite3.OperationalError):  # another process is doing it just now
            connection.execute("PRAGMA journal_mode = WAL")  # who reads waits for nobody
    (_, _, file), *_ = connection.execute("PRAGMA database_list")
    record.info["file"] = file, _identity(file)


def require_same_file(
    _connection: sqlite3.Connection, record: ConnectionPoolEntry, _proxy: object
) -> None:
    """Connect anew where the file was put aside: what is written to it now would be lost."""
    file, identity = record.info["file"]
    if _identity(file) != identity:
        raise DisconnectionError


def _identity(file: str) -> tuple[int, int] | None:
    try:
        found = Path(file).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def begin(connection: Connection) -> None:
    """Begin a transaction, at once as the only writer where something is to be written."""
    is_writing = connection.get_execution_options().get("is_writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")
