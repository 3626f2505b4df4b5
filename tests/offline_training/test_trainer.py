from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from mnistnet import DataError
from mnistnet.network import Network
from mnistnet.notation import FloatArray, IntArray
from mnistnet.offline_training.augment_images import Deformation
from mnistnet.offline_training.dataset import Dataset
from mnistnet.offline_training.recipes import Recipe
from mnistnet.offline_training.trainer import EpochResult, Trainer
from mnistnet.training import batches, random_network

SMALL = Recipe(
    n_hidden=6,
    biases=True,
    n_rounds=3,
    epochs_a_round=2,
    batch_size=10,
    learning_rate=0.01,
    deformation=Deformation(rotation=5),
)


FOLDED = replace(SMALL, widths=((0, 9), (0.3, 7), (0.6, 6)))
"""Nine hidden units in the first round, seven in the second, six in the last."""


def followed(trainer: Trainer, dataset: Dataset) -> list[EpochResult]:
    return list(trainer.follow(dataset, random_network(9, False, np.random.default_rng(0))))


def test_a_training_goes_through_all_its_epochs(dataset: Dataset) -> None:
    milestones = followed(Trainer(SMALL, seed=1), dataset)
    assert [result.n_epochs for result in milestones] == [1, 2, 3, 4, 5, 6]
    assert milestones[0].is_best
    assert milestones[-1].network.n_hidden == 6
    assert milestones[-1].network.has_biases


def test_the_same_seed_ends_at_the_same_weights_and_another_does_not(dataset: Dataset) -> None:
    one, two, other = (followed(Trainer(SMALL, seed), dataset)[-1].network for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.W1, two.W1)
    assert not np.array_equal(one.W1, other.W1)


def test_what_begins_with_many_units_ends_with_few_and_only_these_are_best(
    dataset: Dataset,
) -> None:
    results = followed(Trainer(FOLDED, seed=1), dataset)
    assert [result.network.n_hidden for result in results] == [9, 9, 7, 7, 6, 6]
    assert [result.is_best for result in results[:5]] == [False] * 4 + [True]
    (short,) = followed(Trainer(replace(FOLDED, n_rounds=1), seed=1), dataset)[-1:]
    assert short.network.n_hidden == 6


def test_a_fold_goes_on_as_fast_with_the_units_that_are_left(dataset: Dataset) -> None:
    trainer = Trainer(FOLDED, seed=1)
    for result in trainer.follow(dataset, random_network(9, False, np.random.default_rng(0))):
        if result.n_epochs == 2:
            break
    before, W1 = trainer.adam, trainer.average[0].copy()

    trainer._fold(dataset.validation.X, 6)

    kept = [int(np.flatnonzero((W1 == row).all(axis=1))[0]) for row in trainer.weights[0]]
    after, columns = trainer.adam, [*kept, 9]  # and the biases
    assert (after.n_steps, after.learning_rate) == (before.n_steps, before.learning_rate)
    for mine, theirs in ((after.means, before.means), (after.squares, before.squares)):
        np.testing.assert_array_equal(mine[0], theirs[0][kept])
        np.testing.assert_array_equal(mine[1], theirs[1][:, columns])
    for weights, average in zip(trainer.weights, trainer.average, strict=True):
        np.testing.assert_array_equal(weights, average)


@pytest.mark.parametrize("recipe", [SMALL, FOLDED], ids=["as wide all the way", "folded"])
def test_a_course_taken_up_again_ends_as_if_it_had_never_stopped(
    dataset: Dataset, tmp_path: Path, recipe: Recipe
) -> None:
    whole = Trainer(recipe, seed=1)
    expected = followed(whole, dataset)
    first = Trainer(recipe, seed=1)
    teacher = random_network(9, False, np.random.default_rng(0))
    for result in first.follow(dataset, teacher):
        if result.n_epochs == 4:  # after the second round
            first.save(tmp_path / "x.npz")
        if result.n_epochs == 5:
            break
    again = Trainer(recipe, seed=1)
    again.resume(tmp_path / "x.npz")
    assert again.n_epochs == 4
    assert np.isfinite(again.best_loss) == (recipe is SMALL)  # the other has too many units yet
    rest = followed(again, dataset)
    assert [result.n_epochs for result in rest] == [5, 6]
    np.testing.assert_array_equal(rest[-1].network.W1, expected[-1].network.W1)
    assert again.best_loss == whole.best_loss


@pytest.mark.parametrize(
    "other",
    [Trainer(SMALL, seed=2), Trainer(replace(SMALL, n_hidden=7), seed=1)],
    ids=["seed", "recipe"],
)
def test_a_training_of_another_kind_is_not_taken_up(other: Trainer, tmp_path: Path) -> None:
    Trainer(SMALL, seed=1).save(tmp_path / "x.npz")
    with pytest.raises(DataError) as failure:
        other.resume(tmp_path / "x.npz")
    assert failure.value.key == "error.checkpoint_other"


def test_missing_and_damaged_courses_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no interrupted training"):
        Trainer(SMALL, seed=1).resume(tmp_path / "x.npz")
    Trainer(SMALL, seed=1).save(tmp_path / "x.npz")
    (tmp_path / "x.npz").write_bytes((tmp_path / "x.npz").read_bytes()[:300])
    with pytest.raises(DataError, match="cannot be read"):
        Trainer(SMALL, seed=1).resume(tmp_path / "x.npz")


def test_the_learning_rate_rises_over_a_twentieth_and_falls_as_a_cosine(dataset: Dataset) -> None:
    recipe = replace(SMALL, n_rounds=2, epochs_a_round=50, batch_size=65)  # two steps an epoch
    trainer = Trainer(recipe, seed=1)
    teacher = random_network(9, False, np.random.default_rng(0))

    rates = [trainer.adam.learning_rate for _ in trainer.follow(dataset, teacher)]

    done = np.arange(1, 101) / 100
    rising = np.minimum(20 * done + 0.02, 1)
    falling = (1 + np.cos(np.pi * done)) / 2
    np.testing.assert_allclose(rates, recipe.learning_rate * rising * falling, atol=1e-12)
    assert max(rates) == rates[4]
    assert rates[49] == pytest.approx(recipe.learning_rate / 2)
    assert rates[99] == 0


def test_what_comes_out_is_an_average_over_about_five_hundred_steps(dataset: Dataset) -> None:
    trainer = Trainer(replace(SMALL, batch_size=32), seed=1)  # four steps an epoch
    average = [W.copy() for W in trainer.weights]
    teacher = random_network(9, False, np.random.default_rng(0))

    for result in trainer.follow(dataset, teacher):
        assert trainer.adam.n_steps == 4 * result.n_epochs
        for mean, W in zip(average, trainer.weights, strict=True):
            mean += 4 / 500 * (W - mean)
        np.testing.assert_allclose(result.network.W1, average[0], rtol=1e-5, atol=1e-7)
        np.testing.assert_allclose(result.network.W2, average[1], rtol=1e-5, atol=1e-7)


def test_a_recipes_decay_shrinks_w1(dataset: Dataset) -> None:
    sizes = []
    for decay in (0.0, 5.0):
        trainer = Trainer(replace(SMALL, decay=decay), seed=1)
        followed(trainer, dataset)
        sizes.append(np.linalg.norm(trainer.weights[0]))

    assert sizes[1] < sizes[0] / 2


def test_the_best_epoch_counts_mnist_and_the_validation_writers_half_each(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    losses = {
        len(dataset.validation): iter([1.0, 0.9, 0.8, 0.7, 0.6, 0.5]),
        len(dataset.validation_drawn): iter([1.0, 1.2, 1.1, 1.3, 1.2, 1.5]),
    }

    def scripted(network: Network, X: FloatArray, labels: IntArray) -> SimpleNamespace:
        return SimpleNamespace(mean_loss=next(losses[X.shape[1]]), accuracy=len(labels) / 100)

    monkeypatch.setattr("mnistnet.offline_training.trainer.evaluate_network", scripted)
    results = followed(Trainer(SMALL, seed=1), dataset)

    # The means are 1.0, 1.05, 0.95, 1.0, 0.9, 1.0.
    assert [result.is_best for result in results] == [True, False] * 3
    assert {(result.accuracy, result.accuracy_drawn) for result in results} == {(0.2, 0.1)}


def test_every_epoch_goes_through_its_rounds_images_in_an_order_of_its_own(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    epochs: list[list[FloatArray]] = []

    def noted(*arguments: Any) -> Iterator[tuple[FloatArray, FloatArray]]:
        epochs.append([])
        for X, Y in batches(*arguments):
            epochs[-1].append(X.copy())
            yield X, Y

    monkeypatch.setattr("mnistnet.offline_training.trainer.batches", noted)
    followed(Trainer(replace(SMALL, batch_size=1), seed=1), dataset)

    one, other = (np.hstack(columns) for columns in epochs[:2])  # of the first round
    assert not np.array_equal(one, other)
    np.testing.assert_array_equal(np.sort(one), np.sort(other))
