"""What several tests start from."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from mnistnet.data.mnist_download import FILES

settings.register_profile("no deadline", deadline=None)  # other work on the machine is no failure
settings.load_profile("no deadline")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--take-pictures", action="store_true", help="take the README's pictures")


def _shared(env: str, folder: str) -> Path:
    """Return a data folder: the environment's, or the one beside the project."""
    return Path(os.environ.get(env) or Path(__file__).parents[2] / "shared" / "data" / folder)


def _absent(what: str) -> None:
    """Skip a test without its data, except where the data must be there."""
    if os.environ.get("CI"):
        pytest.fail(f"{what}, and CI is set: here the data must not be missing")
    pytest.skip(what)


@pytest.fixture(scope="session")
def mnist_folder() -> Path:
    """The folder with the genuine MNIST."""
    folder = _shared("MNISTNET_DATA", "mnist")
    if not all((folder / name).is_file() for name in FILES):
        _absent(f"MNIST's four files are not in {folder}: name their folder in MNISTNET_DATA")
    return folder


@pytest.fixture(scope="session")
def strokes_folder() -> Path:
    """The folder with real handwriting as strokes."""
    folder = _shared("MNISTNET_STROKES", "strokes")
    names = ("ipad_pencil.jsonl", "pendigits-orig.tra")
    if not all((folder / name).is_file() for name in names):
        _absent(f"{' and '.join(names)} are not in {folder}: name it in MNISTNET_STROKES")
    return folder
