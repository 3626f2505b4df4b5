"""Training in front of a class: what can be set, examples to start from, how far it has come."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from mnistnet.data.mnist import N_VALIDATION, Images
from mnistnet.loss import loss, one_hot
from mnistnet.network import Network, forward
from mnistnet.notation import FloatArray, IntArray
from mnistnet.optimizers import GradientDescent, Weights
from mnistnet.training import batches, random_network, steps

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


@dataclass(frozen=True, slots=True)
class Score:
    """How well some images are read.

    Parameters
    ----------
    loss : float
        Mean over the images of the sum of ten squared errors, in [0, 10].
    accuracy : float
        Part of the images whose winning output is their label, in [0, 1].
    """

    loss: float
    accuracy: float


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """How far a training has come.

    Parameters
    ----------
    n_steps : int
        Steps so far; 0 is the network that knows nothing.
    n_commands : int
        Commands that the process has obeyed so far.
    training, validation : Score
        On images that are learnt from, and on images never seen.
    network : Network
        The weights at this moment.
    ours : Score, optional
        On the class's drawings held back, where ``validation`` is on MNIST's and the class's are
        learnt from, too.
    """

    n_steps: int
    n_commands: int
    training: Score
    validation: Score
    network: Network
    ours: Score | None = None


Divided = tuple[Images, Images]
"""MNIST's training and test images; of a class, the images to learn from and those held back."""


def images_to_learn(settings: Settings, training: Images, ours: Divided | None) -> list[Images]:
    """Return the images to learn from, the class's before MNIST's."""
    sets = [] if settings.source == "ours" else [training[: settings.n_images]]
    return sets if ours is None else [ours[0][: settings.n_ours], *sets]


def part_of(sets: Sequence[Images], first: int, stop: int) -> Images:
    """Return the images from one place to before another, of several sets behind each other."""
    parts = []
    for images in sets:
        parts.append(images[max(first, 0) : max(stop, 0)])
        first, stop = first - len(images), stop - len(images)
    parts = [part for part in parts if len(part)]
    if len(parts) == 1:  # MNIST is never copied
        return parts[0]
    pixels, labels = ([getattr(part, name) for part in parts] for name in ("pixels", "labels"))
    return Images(np.concatenate(pixels), np.concatenate(labels))


def split_images(settings: Settings, mnist: Divided, ours: Divided | None = None) -> list[Images]:
    """Return the training images and the sets held back: MNIST's, the class's, or both.

    The last 5,000 of MNIST's training images are for validation. Who wants to learn from these as
    well is validated on the test images.
    """
    training, test = mnist
    is_enough = settings.n_images <= len(training) - N_VALIDATION
    held_back = [training[-N_VALIDATION:] if is_enough else test]
    if ours is not None:
        held_back = [ours[1]] if settings.source == "ours" else [*held_back, ours[1]]
    to_learn = images_to_learn(settings, training, ours)
    return [part_of(to_learn, 0, settings.n_learnt), *held_back]


def train_steps(
    settings: Settings, images: Images, broken_off: Snapshot | None = None
) -> Iterator[Weights]:
    """Train as it was set; the same settings, the same weights, also with breaks.

    Parameters
    ----------
    settings : Settings
    images : Images
        To learn from.
    broken_off : Snapshot, optional
        Where to take the training up.

    Yields
    ------
    (W1, W2) : ndarray
        Before the first step that is left and after each; the next step changes them.
    """
    rng = np.random.default_rng(settings.seed)
    network, n_steps = random_network(settings.n_hidden, settings.biases, rng), 0
    if broken_off:
        network, n_steps = broken_off.network, broken_off.n_steps
    weights = (network.W1.copy(), network.W2.copy())
    yield weights
    X, Y = images.X, one_hot(images.labels).astype(np.float32)
    n_epochs, first = divmod(n_steps, settings.batches_per_epoch)
    for _ in range(n_epochs):
        rng.permutation(len(images))  # as `batches` asked for: each epoch has its own order
    for _ in range(n_epochs, settings.epochs):
        some_batches = batches(X, Y, settings.m, rng, first)
        for _ in steps(weights, some_batches, GradientDescent(settings.learning_rate)):
            yield weights
        first = 0


def score_network(network: Network, X: FloatArray, labels: IntArray) -> Score:
    """Let a network read images X (784, m) with their labels (m,)."""
    y_hat = forward(network, X).A2
    right = y_hat.argmax(axis=0) == labels
    mean_loss = loss(y_hat, one_hot(labels).astype(np.float32)) / len(labels)
    return Score(mean_loss, float(right.mean()))
