"""A small data set of noise, which what is tested here takes for MNIST and drawings."""

import pytest

from mnistnet.offline_training.dataset import Dataset
from tests.support.blobs import noise


@pytest.fixture(autouse=True)
def few_non_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mnistnet.offline_training.dataset.N_NON_DIGITS", 5)


@pytest.fixture
def dataset() -> Dataset:
    return Dataset(
        images=noise(40),
        drawn=tuple(noise(m) for m in (11, 12, 13, 14, 15)),
        lines=noise(8),
        non_digits=noise(5).pixels,
        validation=noise(20),
        validation_drawn=noise(10),
    )
