"""The tables: classes, their tasks, pupils and drawings. Nothing of a person but a number."""

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    insert,
    inspect,
    select,
)

from mnistnet.errors import StoreError

VERSION = 1
"""Of these tables; a store says its own, and another is refused rather than guessed at."""

LINE = 6_057_148
"""Number of a lock of ours in PostgreSQL, chosen by chance."""

TABLES = MetaData()

about = Table("mnistnet", TABLES, Column("version", Integer, nullable=False))

classes = Table(
    "classes",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("code", String(6), nullable=False, unique=True),
    Column("feed", String(64), nullable=False, unique=True),  # the secret of those in the class
    Column("teacher", String(64), nullable=False),  # digest of the teacher's secret
    Column(
        "touched", Float, nullable=False
    ),  # seconds since 1970; no index: every change changes it
    Column("revision", Integer, nullable=False),  # one more with each change of the class
    Column("task", Integer, nullable=False),  # number of the present one
    Column("n_pupils", Integer, nullable=False),
    Column("n_drawings", Integer, nullable=False),
    sqlite_autoincrement=True,  # no class is ever taken for one that was erased
)


def _of_a_class() -> Column[int]:
    return Column("class_id", ForeignKey("classes.id", ondelete="CASCADE"), primary_key=True)


tasks = Table(
    "tasks",
    TABLES,
    _of_a_class(),
    Column("number", Integer, primary_key=True),
    Column("kind", String(8), nullable=False),
    Column("digit", Integer),
    Column("like", Integer),
)

pupils = Table(
    "pupils",
    TABLES,
    _of_a_class(),
    Column("number", Integer, primary_key=True),
    Column("token", String(64), nullable=False),  # digest of the secret in the pupil's browser
    Column("n_drawings", Integer, nullable=False),
    Column("hidden", Boolean, nullable=False),
    UniqueConstraint("class_id", "token"),
)

drawings = Table(
    "drawings",
    TABLES,
    _of_a_class(),
    Column("number", Integer, primary_key=True),
    Column("pupil", Integer, nullable=False),
    Column("task", Integer, nullable=False),
    Column("label", Integer),  # what it should be read as; unknown in some tasks
    Column("strokes", Text, nullable=False),  # as drawing.url_text writes them
    Column("sent", Float, nullable=False),  # seconds since 1970
    Column("hidden", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),  # the class's, at its last change
    Index("of_a_pupil", "class_id", "pupil", "task"),
    Index("changed", "class_id", "revision"),
)


def is_there(connection: Connection) -> bool:
    """Whether a store has the tables; if not, it is empty.

    Raises
    ------
    StoreError
        If the store is of another version, or not ours.
    """
    there = set(inspect(connection).get_table_names())
    if not there:
        return False
    if about.name not in there:
        raise StoreError("error.store_foreign")
    versions = connection.execute(select(about.c.version)).scalars().all()
    if versions != [VERSION]:
        found = ", ".join(map(str, versions))
        raise StoreError("error.store_version", version=found, known=VERSION)
    return True


def create(connection: Connection) -> None:
    """Create the tables in an empty store; raises StoreError as `is_there`."""
    wait_in_line(connection)
    if not is_there(connection):
        TABLES.create_all(connection)
        connection.execute(insert(about).values(version=VERSION))


def wait_in_line(connection: Connection) -> None:
    """Let one process at a time go on to its transaction's end; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(LINE)))
