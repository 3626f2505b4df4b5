"""What SQLite and PostgreSQL say when something is wrong, as a sentence for who must mend it."""

import os
import sqlite3
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from mnistnet.errors import StoreError

SQLITE_SAYS = {
    sqlite3.SQLITE_FULL: "error.store_full",
    sqlite3.SQLITE_READONLY: "error.store_read_only",
    sqlite3.SQLITE_CORRUPT: "error.store_damaged",
    sqlite3.SQLITE_NOTADB: "error.store_damaged",
    sqlite3.SQLITE_ERROR: "error.store_damaged",  # a table or column is missing
    sqlite3.SQLITE_IOERR_SHMSIZE: "error.store_full",
}
"""What a person must mend, by SQLite's codes, primary or extended; all else passes by itself."""

POSTGRES_SAYS = {
    "53100": "error.store_full",
    "25006": "error.store_read_only",
    "42501": "error.store_read_only",  # this user lacks the right
    "XX001": "error.store_damaged",
    "XX002": "error.store_damaged",
    "42P01": "error.store_damaged",  # a table is missing
    "42703": "error.store_damaged",  # a column is missing
}
"""What a person must mend, by PostgreSQL's codes
(https://www.postgresql.org/docs/current/errcodes-appendix.html)."""

PRIMARY = 0xFF
"""Bits of SQLite's extended codes that say the primary one (https://sqlite.org/rescode.html)."""

REFUSED = ("authentication failed", "does not exist", "no password supplied", "pg_hba.conf")
"""What PostgreSQL says to whom it does not let in: before that there are no codes."""


def failure(error: DBAPIError | PoolTimeout, folder: Path, variable: str) -> StoreError:
    """Return the sentence for what a database said, or for none that was free to ask.

    Parameters
    ----------
    error : sqlalchemy.exc.DBAPIError or sqlalchemy.exc.TimeoutError
    folder : Path
        Where SQLite's file is.
    variable : str
        What names the database in the environment.
    """
    cause = error.orig if isinstance(error, DBAPIError) else None
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_OK)
        key = SQLITE_SAYS.get(code) or SQLITE_SAYS.get(code & PRIMARY)
        if code & PRIMARY == sqlite3.SQLITE_CANTOPEN and _is_locked(folder):
            key = "error.store_read_only"
    else:
        code = getattr(cause, "sqlstate", None)
        key = POSTGRES_SAYS.get(code or "")
        if code is None and any(words in str(cause) for words in REFUSED):
            return StoreError("error.store_refused", name=variable)
    return StoreError(key or "error.store_away")


def _is_locked(folder: Path) -> bool:
    """Whether a folder is there but takes no file: SQLite needs two beside its own."""
    return folder.is_dir() and not os.access(folder, os.W_OK)
