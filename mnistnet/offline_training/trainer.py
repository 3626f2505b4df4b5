"""A recipe followed from start to end: rounds, the falling step, the average, a place to go on."""

import math
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mnistnet.atomic_write import atomic_write
from mnistnet.data.mnist import Images
from mnistnet.errors import DataError
from mnistnet.evaluation import evaluate_network
from mnistnet.network import Network
from mnistnet.notation import FloatArray
from mnistnet.offline_training.dataset import Dataset
from mnistnet.offline_training.folding import fold_units
from mnistnet.offline_training.recipes import Recipe, make_epoch_data
from mnistnet.offline_training.winner_loss import winner_error
from mnistnet.optimizers import Adam, Weights
from mnistnet.training import batches, random_network, steps

AVERAGED = 500
"""The shipped weights are the average over about this many steps: smoother than the last ones."""

AVERAGE_EVERY = 4
"""Steps between two looks of the average at the weights."""

FOLDED_ON = 10
"""Of so many of a round's images one is looked at to see which hidden units can go."""

UNREADABLE_ARRAYS = (
    *(OSError, EOFError, ValueError, KeyError, TypeError, NotImplementedError),
    *(zipfile.BadZipFile, zlib.error, struct.error),
)
"""What NumPy raises at what is no ``.npz``, at a damaged one, or one without an array."""


@dataclass(frozen=True, slots=True, eq=False)
class EpochResult:
    """Where a training stands after an epoch.

    Parameters
    ----------
    n_epochs : int
        Epochs done.
    loss : float
        Mean loss over the epoch's batches, against the targets that were taught.
    accuracy : float
        Part of MNIST's validation images that the average reads right.
    accuracy_drawn : float
        The same for the validation writers; NaN if there are none.
    is_best : bool
        Whether the mean loss over both, each counting half, is the smallest so far of a network
        with as few hidden units as the recipe has at last.
    network : Network
        The average.
    """

    n_epochs: int
    loss: float
    accuracy: float
    accuracy_drawn: float
    is_best: bool
    network: Network


class Trainer:
    """One network on its way through a recipe.

    Parameters
    ----------
    recipe : Recipe
    seed : int
        Two trainers with the same seed, dataset and number of threads end at the same weights.

    Notes
    -----
    Every round draws from its own generator, made of the seed and the round's number, so that a
    training taken up again goes on as if it had never stopped.
    """

    def __init__(self, recipe: Recipe, seed: int) -> None:
        self.recipe = recipe
        self.seed = seed
        self.n_rounds = 0
        self.best_loss = float("inf")
        self._begin(self._random(recipe.width(0)))

    def _random(self, width: int) -> Network:
        rng = np.random.default_rng([self.seed, 1, width])
        return random_network(width, self.recipe.biases, rng)

    def _begin(self, start: Network) -> None:
        self.weights: Weights = (start.W1.copy(), start.W2.copy())
        self.average: Weights = (start.W1.copy(), start.W2.copy())
        self.adam = Adam(self.weights, self.recipe.learning_rate, self.recipe.decay)

    @property
    def n_epochs(self) -> int:
        """Epochs in the rounds that are done."""
        return self.n_rounds * self.recipe.epochs_a_round

    def follow(self, dataset: Dataset, teacher: Network | None) -> Iterator[EpochResult]:
        """Go through the rounds that are left; one result an epoch.

        Parameters
        ----------
        dataset : Dataset
        teacher : Network or None
            Whose outputs are part of the targets, if the recipe wants one.

        Yields
        ------
        EpochResult
        """
        recipe = self.recipe
        error = winner_error(recipe.winner, recipe.doubt)
        while self.n_rounds < recipe.n_rounds:
            rng = np.random.default_rng([self.seed, 2, self.n_rounds])
            X, Y = make_epoch_data(dataset, recipe, teacher if recipe.has_teacher else None, rng)
            if recipe.width(self.n_rounds) < len(self.weights[0]):
                self._fold(X[:, ::FOLDED_ON], recipe.width(self.n_rounds))
            total = X.shape[1] // recipe.batch_size * recipe.epochs_a_round * recipe.n_rounds
            for epoch in range(recipe.epochs_a_round):
                some_batches = batches(X, Y, recipe.batch_size, rng)
                losses = []
                for loss in steps(self.weights, some_batches, self.adam, error):
                    losses.append(loss)
                    self._schedule(self.adam.n_steps / total)
                n_epochs = self.n_epochs + epoch + 1
                if epoch + 1 == recipe.epochs_a_round:
                    self.n_rounds += 1
                yield self._epoch_result(n_epochs, float(np.mean(losses)), dataset)

    def _fold(self, X: FloatArray, n_hidden: int) -> None:
        """Go on from the average with fewer hidden units, at the same speed."""
        adam = self.adam
        network, kept = fold_units(Network(*self.average), X, n_hidden)
        self._begin(network)
        self.adam.n_steps, self.adam.learning_rate = adam.n_steps, adam.learning_rate
        inputs = [*kept, adam.means[1].shape[1] - 1] if self.recipe.biases else kept
        for mine, before in ((self.adam.means, adam.means), (self.adam.squares, adam.squares)):
            mine[0][...], mine[1][...] = before[0][kept], before[1][:, inputs]

    def _schedule(self, done: float) -> None:
        """Set the next step's size, and let the average follow the weights."""
        highest = self.recipe.learning_rate
        rising = min(1.0, 20 * done + 0.02)
        falling = 0.5 + 0.5 * math.cos(math.pi * min(done, 1.0))
        self.adam.learning_rate = highest * rising * falling
        if self.adam.n_steps % AVERAGE_EVERY == 0:
            for mean, W in zip(self.average, self.weights, strict=True):
                mean += np.float32(AVERAGE_EVERY / AVERAGED) * (W - mean)

    def _epoch_result(self, n_epochs: int, loss: float, dataset: Dataset) -> EpochResult:
        network = Network(*self.average)
        on_mnist = evaluate_network(network, dataset.validation.X, dataset.validation.labels)
        drawn: Images = dataset.validation_drawn
        on_drawn = evaluate_network(network, drawn.X, drawn.labels) if len(drawn) else None
        validation_loss = (on_mnist.mean_loss + (on_drawn or on_mnist).mean_loss) / 2
        is_best = network.n_hidden == self.recipe.n_hidden and validation_loss < self.best_loss
        if is_best:
            self.best_loss = validation_loss
        return EpochResult(
            n_epochs=n_epochs,
            loss=loss,
            accuracy=on_mnist.accuracy,
            accuracy_drawn=on_drawn.accuracy if on_drawn else float("nan"),
            is_best=is_best,
            network=network,
        )

    def save(self, path: Path) -> None:
        """Write down where the training stands, to be taken up by `resume`; raises DataError."""
        with atomic_write(path) as file:
            at = np.array([self.n_rounds, self.adam.n_steps, self.seed])
            numbers = np.array([self.best_loss, self.adam.learning_rate])
            arrays = {**self._arrays(), "at": at, "numbers": numbers}
            np.savez(file, allow_pickle=False, **arrays)

    def resume(self, path: Path) -> None:
        """Take up a training of the same recipe and seed where it was left.

        Raises
        ------
        DataError
            If the file is missing, damaged, or of another training.
        """
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as saved:
                n_rounds, n_steps, seed = (int(number) for number in saved["at"])
                self._begin(self._random(self.recipe.width(max(n_rounds - 1, 0))))
                fits = all(saved[key].shape == mine.shape for key, mine in self._arrays().items())
                if seed != self.seed or not fits:
                    raise DataError("error.checkpoint_other", path=path)
                for key, mine in self._arrays().items():
                    mine[...] = saved[key]
                self.best_loss, self.adam.learning_rate = saved["numbers"].tolist()
        except FileNotFoundError:
            raise DataError("error.checkpoint_missing", path=path) from None
        except UNREADABLE_ARRAYS as error:
            raise DataError("error.checkpoint_damaged", path=path, why=error) from None
        self.n_rounds, self.adam.n_steps = n_rounds, n_steps

    def _arrays(self) -> dict[str, FloatArray]:
        adam = self.adam
        groups = (self.weights, self.average, adam.means, adam.squares)
        names = ("weights", "average", "means", "squares")
        return {
            f"{name}{layer}": W
            for name, group in zip(names, groups, strict=True)
            for layer, W in enumerate(group, start=1)
        }
