"""What several tests start from."""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser
from sqlalchemy import make_url
from streamlit.components.v2 import manifest_scanner

from mnistnet.class_store.database import ENVIRONMENT
from mnistnet.class_store.store import ClassStore
from mnistnet.data import mnist_download
from mnistnet.data.mnist_download import FILES
from tests.support.browser import COMPILED_ONCE, chromium
from tests.support.drawn_mnist import write_drawn_mnist, write_startup
from tests.support.server import Server, running_server

settings.register_profile("no deadline", deadline=None)  # other work on the machine is no failure
settings.load_profile("no deadline")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--take-pictures", action="store_true", help="take the README's pictures")


NEEDS = {"server", "browser"}
"""Fixtures that mark every test that starts from them with their own names."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what ``make check`` leaves out, so that nobody has to remember: see pyproject.toml."""
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker("server")
        for fixture in NEEDS & set(getattr(item, "fixturenames", ())):
            item.add_marker(fixture)


STROKES = ("ipad_pencil.jsonl", "pendigits-orig.tra")
"""Files of real handwriting."""


def named_folder(variable: str, *files: str) -> Path | None:
    """Return the folder that the environment names, which must hold these files; None if none."""
    if not (named := os.environ.get(variable)):
        return None
    if missing := [name for name in files if not (Path(named) / name).is_file()]:
        pytest.fail(f"{variable} names {named}, which lacks {', '.join(missing)}")
    return Path(named)


@pytest.fixture(scope="session", autouse=True)
def packages_looked_through_once() -> Iterator[None]:
    """Keep what Streamlit finds in all installed packages: it looks for each `AppTest`."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        found = cache(manifest_scanner.scan_component_manifests)
        monkeypatch.setattr(manifest_scanner, "scan_component_manifests", found)
        yield


@pytest.fixture(scope="session", autouse=True)
def class_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the tests' classes apart from the user's own."""
    file = tmp_path_factory.mktemp("classes") / "classes.sqlite"
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv(ENVIRONMENT, f"sqlite:///{file}")
        yield


@pytest.fixture(scope="session")
def class_store(class_database: None) -> Iterator[ClassStore]:
    """The store that the tests' servers have, too."""
    store = ClassStore(make_url(os.environ[ENVIRONMENT]))
    yield store
    store.close()


@pytest.fixture(scope="session")
def mnist_env(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """What a program needs in its environment to find MNIST: the one named, else a drawn one."""
    if folder := named_folder("MNISTNET_DATA", *FILES):
        yield {"MNISTNET_DATA": str(folder)}
        return
    folder = tmp_path_factory.mktemp("mnist")
    checksums = write_drawn_mnist(folder)
    write_startup(folder, checksums)
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name, both in checksums.items():
            monkeypatch.setitem(mnist_download.FILES, name, both)
        yield {"MNISTNET_DATA": str(folder), "PYTHONPATH": str(folder)}


@pytest.fixture(scope="session")
def mnist_folder(mnist_env: dict[str, str]) -> Path:
    """A folder with MNIST's four files, drawn ones where nobody has named the genuine."""
    return Path(mnist_env["MNISTNET_DATA"])


@pytest.fixture(scope="session")
def genuine_mnist() -> Path:
    """The folder with the genuine MNIST, for what was measured on it."""
    return named_folder("MNISTNET_DATA", *FILES) or pytest.skip(
        "needs the genuine MNIST: `make data` fetches it, MNISTNET_DATA names its folder"
    )


@pytest.fixture(scope="session")
def strokes_folder() -> Path:
    """The folder with real handwriting as strokes, for what was measured on it."""
    return named_folder("MNISTNET_STROKES", *STROKES) or pytest.skip(
        "needs real handwriting: `make data` fetches it, MNISTNET_STROKES names its folder"
    )


@pytest.fixture(scope="session")
def common_server(mnist_env: dict[str, str]) -> Iterator[Server]:
    """The app on a free port, for all tests that leave it as it was."""
    with running_server(mnist_env) as server:
        yield server


@pytest.fixture
def server(common_server: Server) -> Iterator[Server]:
    """The app on a free port; a traceback in what it writes meanwhile is a failure."""
    before = len(common_server.output())
    yield common_server
    assert "Traceback" not in common_server.output()[before:]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start a Chromium."""
    with chromium(COMPILED_ONCE) as browser:
        yield browser
