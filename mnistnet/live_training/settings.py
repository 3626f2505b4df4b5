"""Training in front of a class: what can be set, and examples to start from."""

from dataclasses import dataclass
from typing import Any, Literal

Source = Literal["mnist", "both", "ours"]

SOURCES: tuple[Source, ...] = ("mnist", "both", "ours")
"""Whose images to learn from: MNIST's, MNIST's and the class's, or the class's alone."""

LIMITS: dict[str, tuple[Any, Any]] = {
    "n_hidden": (1, 300),
    "biases": (False, True),
    "learning_rate": (0.001, 100.0),
    "batch_size": (1, 1_000),
    "epochs": (1, 200),
    "n_images": (100, 60_000),
    "seed": (0, 9_999),
}
"""Least and greatest value of each setting that is a number, or yes or no."""

N_SCORED = 2_000
"""So many images of each kind are read for a point of the curves: enough for half a per cent."""

N_SNAPSHOTS = 100
"""Points of a whole training's curves."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a class can choose; plain gradient descent on the lectures' loss is given.

    Parameters
    ----------
    n_hidden : int
    biases : bool
    learning_rate : float
        For the mean loss over a batch.
    batch_size : int
        As many images as there are, if it is more than those.
    epochs : int
    n_images : int
        The first so many of MNIST's training images.
    seed : int
        For the weights at the start, the order of the images, and who of a class is held back.
    source : str
        One of `SOURCES`.
    n_ours : int
        The class's drawings that are learnt from: as many as there were when it was set.

    Raises
    ------
    ValueError
        If a value is beyond `LIMITS`, or there are no drawings of the class where they are wanted.
    """

    n_hidden: int = 100
    biases: bool = False
    learning_rate: float = 1.0
    batch_size: int = 20
    epochs: int = 5
    n_images: int = 55_000
    seed: int = 1
    source: Source = "mnist"
    n_ours: int = 0

    def __post_init__(self) -> None:
        for name, (low, high) in LIMITS.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise ValueError(f"{name} must be {low} to {high}, not {value}")
        if self.source not in SOURCES or (self.n_ours > 0) != (self.source != "mnist"):
            raise ValueError(f"{self.n_ours} drawings to learn from {self.source}")

    @property
    def n_learnt(self) -> int:
        """Images that are learnt from."""
        return self.n_ours + (0 if self.source == "ours" else self.n_images)

    @property
    def m(self) -> int:
        """Images in a batch."""
        return min(self.batch_size, self.n_learnt)

    @property
    def batches_per_epoch(self) -> int:
        """Steps in which all images are gone through, but for a rest smaller than a batch."""
        return self.n_learnt // self.m

    @property
    def n_steps(self) -> int:
        """Steps of the whole training."""
        return self.epochs * self.batches_per_epoch

    @property
    def steps_per_snapshot(self) -> int:
        """Steps from one point of the curves to the next."""
        return max(1, self.n_steps // N_SNAPSHOTS)


PRESETS = {
    "lecture-a": Settings(),
    "lecture-b": Settings(n_hidden=14, biases=True),
    "too_fast": Settings(learning_rate=30.0, epochs=2),
    "one_unit": Settings(n_hidden=1, biases=True, n_images=20_000),
    "few_images": Settings(batch_size=10, epochs=100, n_images=100),
}
"""What a teacher may want to show: good ones, and three ways to fail."""
