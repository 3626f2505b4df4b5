"""A small data set of noise, which what is tested here takes for MNIST and drawings."""

import pytest

from mnistnet.offline_training.dataset import Dataset
from tests.support.blobs import FEW_DRAWN, noise


@pytest.fixture(autouse=True)
def few_shapes(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, few in FEW_DRAWN.items():
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
