"""A small data set of noise, which what is tested here takes for MNIST and drawings."""

import pytest

from mnistnet.offline_training.dataset import Dataset
from tests.support.blobs import noise


@pytest.fixture(autouse=True)
def few_shapes(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, few in {
        "N_NON_DIGITS": 5,
        "N_VALIDATION_NON_DIGITS": 4,
        "N_DRAWN_SHAPES": 3,
        "N_VALIDATION_SHAPES": 2,
    }.items():
        monkeypatch.setattr(f"mnistnet.offline_training.dataset.{name}", few)


@pytest.fixture
def dataset() -> Dataset:
    return Dataset(
        images=noise(40),
        drawn=tuple(noise(m) for m in (11, 12, 13)),
        shapes=tuple(noise(m) for m in (3, 4, 5)),
        lines=noise(8),
        non_digits=noise(5).pixels,
        validation=noise(20),
        validation_drawn=noise(10),
        validation_non_digits=noise(4).pixels,
    )
