"""What can go wrong with a database: a sentence each, nothing lost, and then it works again."""

import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import URL, make_url

from mnistnet.class_store import bounds, database
from mnistnet.class_store.database import ENVIRONMENT, address, engine_for
from mnistnet.class_store.schema import TABLES
from mnistnet.class_store.store import ClassStore
from mnistnet.errors import StoreError
from tests.class_store.test_store import TOKENS, all_of, seven
from tests.support import postgres
from tests.support.postgres import Postgres

SECRET = "open-sesame-4711"  # noqa: S105

CUT_OFF = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE pid <> pg_backend_pid() AND usename = 'tests'"
)


def trouble(work: Callable[[], object]) -> str:
    """Return the key of the sentence that a question is answered with, which tells no secret."""
    with pytest.raises(StoreError) as error:
        work()
    assert SECRET not in str(error.value)
    return error.value.key


def run(url: URL, *statements: str) -> None:
    """Do as an administrator would."""
    engine = engine_for(url)
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
        connection.commit()
    engine.dispose()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "classes.sqlite"


@pytest.fixture
def in_file(file: Path) -> Iterator[ClassStore]:
    """A store in a file."""
    store = ClassStore(URL.create("sqlite", database=str(file)))
    yield store
    store.close()


@pytest.mark.parametrize("repetition", range(3))
def test_two_processes_prepare_an_empty_database_at_once(url, repetition):
    stores = [ClassStore(url) for _ in range(4)]
    begin = threading.Barrier(4)

    def ask(store: ClassStore) -> str:
        begin.wait()
        return store.open_class().code

    with ThreadPoolExecutor(4) as threads:
        codes = set(threads.map(ask, stores))
    assert {state.code for state in stores[0].states()} == codes
    assert len(codes) == 4
    for store in stores:
        store.close()


def test_a_class_is_closed_while_it_is_sent_to(store):
    opened = store.open_class()
    begin = threading.Barrier(9)

    def send(number: int) -> int:
        begin.wait()
        for n_sent in range(10):
            try:
                store.send(opened.code, TOKENS[number], 1, seven(n_sent))
            except StoreError as error:
                return n_sent if error.key == "error.class_unknown" else 1_000
        return 10

    class_id = store.find(opened.code).id
    with ThreadPoolExecutor(8) as threads:
        sending = [threads.submit(send, number) for number in range(8)]
        begin.wait()
        store.close_class(opened.code, opened.secret)
        assert sum(future.result() for future in sending) <= 80
    assert store.drawings(class_id) == []
    assert store.states() == []


def test_many_who_open_classes_at_once_open_no_more_than_there_may_be(store, monkeypatch):
    monkeypatch.setattr(bounds, "MAX_CLASSES", 3)
    begin = threading.Barrier(8)

    def is_opened(_: int) -> bool:
        begin.wait()
        try:
            return bool(store.open_class())
        except StoreError:
            return False

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(is_opened, range(8))) == 3
    assert len(store.states()) == 3


def test_a_hundred_who_send_at_once_wait_for_each_other(store):
    codes = [store.open_class().code for _ in range(4)]
    begin = threading.Barrier(100)

    def send(number: int) -> bool:
        begin.wait()
        receipt = store.send(codes[number % 4], TOKENS[number // 4], 1, seven(number))
        return bool(receipt.is_new)

    with ThreadPoolExecutor(100) as threads:
        assert all(threads.map(send, range(100)))
    assert [len(all_of(store, code)) for code in codes] == [25] * 4


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_full_disk(store):
    is_full = False

    @event.listens_for(store._database.engine, "checkout")
    def limit(connection, _record, _proxy):
        (n_pages,) = connection.execute("PRAGMA page_count").fetchone()
        most = n_pages if is_full else 1_000_000
        connection.execute(f"PRAGMA max_page_count = {most}")

    code = store.open_class().code
    is_full = True
    n_sent, key = 0, ""
    while not key:
        try:
            store.send(code, TOKENS[0], 1, seven(n_sent))
            n_sent += 1
        except StoreError as error:
            key = error.key
    assert key == "error.store_full"
    assert [drawing.number for drawing in all_of(store, code)] == list(range(1, n_sent + 1))
    is_full = False
    assert store.send(code, TOKENS[0], 1, seven(n_sent)).number == n_sent + 1


def test_a_database_that_may_only_be_read(store, url):
    code = store.open_class().code
    store.send(code, TOKENS[0], 1, seven())
    if url.get_backend_name() == "sqlite":
        is_read_only = "1"

        @event.listens_for(store._database.engine, "checkout")
        def limit(connection, _record, _proxy):
            connection.execute(f"PRAGMA query_only = {is_read_only}")
    else:
        run(url, "ALTER DATABASE postgres SET default_transaction_read_only = on", CUT_OFF)
    assert trouble(lambda: store.send(code, TOKENS[0], 1, seven(1))) == "error.store_read_only"
    assert trouble(store.open_class) == "error.store_read_only"
    assert len(all_of(store, code)) == 1, "what is there can be looked at"
    if url.get_backend_name() == "sqlite":
        is_read_only = "0"
    else:
        allow = "ALTER DATABASE postgres RESET default_transaction_read_only"
        run(url, "SET TRANSACTION READ WRITE", allow, CUT_OFF)
    assert store.send(code, TOKENS[0], 1, seven(1)).number == 2


def test_a_file_that_may_only_be_read_can_be_looked_at(file, in_file):
    code = in_file.open_class().code
    in_file.close()
    reading = ClassStore(make_url(f"sqlite:///file:{file}?mode=ro&uri=true"))
    assert [state.code for state in reading.states()] == [code]
    assert trouble(reading.open_class) == "error.store_read_only"
    reading.close()


def write_songs(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE songs (title TEXT)")


def write_next_version(file: Path) -> None:
    store = ClassStore(URL.create("sqlite", database=str(file)))
    store.open_class()
    store.close()
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE mnistnet SET version = version + 1")


def write_half(file: Path) -> None:
    store = ClassStore(URL.create("sqlite", database=str(file)))
    code = store.open_class().code
    for number in range(20):
        store.send(code, TOKENS[0], 1, seven(number))
    store.close()
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


@pytest.mark.parametrize(
    ("write", "key"),
    [
        (lambda file: file.write_text("no database\n" * 200), "error.store_damaged"),
        (lambda file: file.write_bytes(b"SQLite format 3\0" + bytes(8192)), "error.store_damaged"),
        (write_half, "error.store_damaged"),
        (write_songs, "error.store_foreign"),
        (write_next_version, "error.store_version"),
    ],
    ids=["text", "zeros", "half", "songs", "another version"],
)
def test_what_is_not_ours_to_write_is_left_as_it_is(file, in_file, write, key):
    write(file)
    before = file.read_bytes()
    for ask in (in_file.open_class, in_file.states, lambda: in_file.find("K7M2QX")):
        assert trouble(ask) == key
    assert file.read_bytes() == before
    file.rename(file.with_name("aside"))
    code = in_file.open_class().code
    assert [state.code for state in in_file.states()] == [code], "it works again by itself"


def test_a_file_that_is_put_aside_is_written_no_more(file, in_file):
    code = in_file.open_class().code
    file.rename(file.with_name("aside"))
    for ending in ("-wal", "-shm"):
        file.with_name(file.name + ending).unlink()
    assert in_file.states() == []
    assert trouble(lambda: in_file.send(code, TOKENS[0], 1, seven())) == "error.class_unknown"
    new = in_file.open_class().code
    in_file.send(new, TOKENS[0], 1, seven())
    again = ClassStore(URL.create("sqlite", database=str(file)))
    assert len(all_of(again, new)) == 1
    again.close()


def test_a_folder_that_takes_no_file(file, monkeypatch):
    file.mkdir()  # SQLite cannot open it, as in a folder of a disk that is mounted to be read
    store = ClassStore(URL.create("sqlite", database=str(file)))
    assert trouble(store.states) == "error.store_away"
    monkeypatch.setattr("os.access", lambda _path, _mode: False)
    assert trouble(store.states) == "error.store_read_only"
    store.close()


def test_a_folder_that_is_away(file, monkeypatch):
    folder = file.parent / "disk"
    store = ClassStore(URL.create("sqlite", database=str(folder / file.name)))
    assert trouble(store.states) == "error.store_away"
    folder.mkdir()
    assert store.states() == []
    store.close()


def test_a_database_that_is_busy_for_too_long(file, monkeypatch):
    monkeypatch.setattr(database, "PATIENCE", 0.1)
    store = ClassStore(URL.create("sqlite", database=str(file)))
    code = store.open_class().code
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert trouble(lambda: store.send(code, TOKENS[0], 1, seven())) == "error.store_away"
        assert store.find(code), "who reads waits for nobody"
    assert store.send(code, TOKENS[0], 1, seven()).is_new
    store.close()


def test_too_few_connections_are_waited_for_and_then_said_so(file, monkeypatch):
    monkeypatch.setattr(database, "PATIENCE", 0.1)
    monkeypatch.setattr(database, "CONNECTIONS", 1)
    store = ClassStore(URL.create("sqlite", database=str(file)))
    with store._database.engine.connect():
        assert trouble(store.states) == "error.store_away"
    assert store.states() == []
    store.close()


def test_what_is_erased_is_in_no_file(file, in_file):
    opened = in_file.open_class()
    in_file.send(opened.code, TOKENS[0], 1, seven())
    strokes = all_of(in_file, opened.code)[0].strokes.encode()

    def is_there() -> bool:
        return any(strokes in path.read_bytes() for path in file.parent.iterdir())

    assert is_there()
    in_file.close_class(opened.code, opened.secret)
    assert not is_there()


@pytest.mark.parametrize(
    "named",
    ["", "classes", "sqlite://", "sqlite:///:memory:", "mysql://a/b", "postgresql://a:port/b"],
)
def test_what_names_no_database_of_ours(monkeypatch, named, tmp_path):
    monkeypatch.setenv(ENVIRONMENT, named)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    if not named:
        assert address().get_backend_name() == "sqlite"
        return
    assert trouble(lambda: ClassStore(address())) == "error.store_address"


@pytest.mark.parametrize("kind", ["postgres", "postgresql", "postgresql+psycopg2"])
def test_every_name_of_postgresql_is_understood(kind):
    store = ClassStore(make_url(f"{kind}://tests:{SECRET}@no-such-host.invalid/x"))
    assert trouble(store.states) == "error.store_away"


def test_a_database_that_never_answers_is_not_waited_for_in_vain(monkeypatch):
    monkeypatch.setitem(database.POSTGRES, "connect_timeout", 2)  # libpq waits no shorter
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        store = ClassStore(make_url(f"postgresql://tests:{SECRET}@127.0.0.1:{port}/x"))
        assert trouble(store.states) == "error.store_away"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Postgres]:
    """A PostgreSQL of the test's own, to be mistreated."""
    if not postgres.is_there():
        pytest.skip("needs PostgreSQL: Debian's package postgresql")
    with postgres.postgres() as server:
        yield server


@pytest.mark.server
def test_postgresql_is_stopped_and_started_again(server):
    store = ClassStore(make_url(server.address))
    code = store.open_class().code
    store.send(code, TOKENS[0], 1, seven())
    server.stop()
    for ask in (store.states, store.open_class, lambda: store.send(code, TOKENS[0], 1, seven(1))):
        assert trouble(ask) == "error.store_away"
    server.start()
    assert store.send(code, TOKENS[0], 1, seven(1)).number == 2
    assert store.send(code, TOKENS[0], 1, seven()).number == 1, "what was acknowledged is there"
    store.close()


@pytest.mark.server
def test_postgresql_lets_only_those_in_whom_it_knows(server):
    url = make_url(server.address)
    run(url, f"CREATE ROLE guest LOGIN PASSWORD '{SECRET}'")
    rules = server.folder / "data" / "pg_hba.conf"
    rules.write_text(f"host all guest 127.0.0.1/32 scram-sha-256\n{rules.read_text()}")
    run(url, "SELECT pg_reload_conf()")
    guest = url.set(username="guest")
    for wrong in (guest, guest.set(password=f"no-{SECRET}"), url.set(database="x")):
        assert trouble(ClassStore(wrong).states) == "error.store_refused"
    store = ClassStore(guest.set(password=SECRET))
    assert trouble(store.states) == "error.store_read_only", "a guest creates no tables"
    run(url, "GRANT ALL ON SCHEMA public TO guest")
    assert store.states() == []
    store.close()


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
@pytest.mark.server
@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("53100", "error.store_full"),
        ("XX001", "error.store_damaged"),
        ("57P03", "error.store_away"),
    ],
)
def test_what_postgresql_says_in_any_language(store, url, code, key):
    class_code = store.open_class().code
    store.send(class_code, TOKENS[0], 1, seven())
    run(
        url,
        "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$BEGIN RAISE EXCEPTION '안 됩니다' USING ERRCODE = '{code}'; END$$",
        "CREATE TRIGGER fail BEFORE INSERT ON drawings EXECUTE FUNCTION fail()",
    )
    assert trouble(lambda: store.send(class_code, TOKENS[0], 1, seven(1))) == key
    assert len(all_of(store, class_code)) == 1
    run(url, "DROP TRIGGER fail ON drawings")
    assert store.send(class_code, TOKENS[0], 1, seven(1)).number == 2


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
@pytest.mark.server
def test_somebody_elses_postgresql_is_left_as_it_is(url):
    run(url, "CREATE TABLE songs (title TEXT)")
    store = ClassStore(url)
    assert trouble(store.open_class) == "error.store_foreign"
    run(url, "DROP TABLE songs")
    code = store.open_class().code
    run(url, "UPDATE mnistnet SET version = version + 1")
    store.close()
    assert trouble(store.open_class) == "error.store_version"
    run(url, "UPDATE mnistnet SET version = version - 1")
    assert store.find(code)
    store.close()


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
@pytest.mark.server
def test_who_stops_in_the_middle_of_a_change_is_cut_off(url, monkeypatch):
    quick = database.POSTGRES["options"].replace(f"{database.PATIENCE}s", "200ms")
    monkeypatch.setitem(database.POSTGRES, "options", quick)
    store = ClassStore(url)
    code = store.open_class().code

    with store._database.engine.connect() as connection:
        connection.execute(text("UPDATE classes SET revision = revision + 1"))
        while store.pupil(code, TOKENS[0]) is None:  # until the one in the middle is cut off
            with suppress(StoreError):
                store.send(code, TOKENS[0], 1, seven())
        connection.invalidate()
    store.close()


def test_a_store_that_somebody_emptied_is_prepared_anew(store, url):
    code = store.open_class().code
    tables = reversed(TABLES.sorted_tables)
    run(url, *(f"DROP TABLE {table.name}" for table in tables))
    assert trouble(lambda: store.find(code)) == "error.store_damaged"
    assert store.find(code) is None
    assert store.open_class()
