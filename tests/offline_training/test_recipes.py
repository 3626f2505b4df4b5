from dataclasses import replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from mnistnet.data.mnist import Mnist
from mnistnet.data.stroke_files import WrittenDigit
from mnistnet.notation import FloatArray
from mnistnet.offline_training.augment_images import Deformation
from mnistnet.offline_training.dataset import N_DEFORMED, Dataset, build_dataset, is_whole
from mnistnet.offline_training.recipes import RECIPES, Recipe, make_epoch_data
from mnistnet.offline_training.trainer import Trainer
from mnistnet.training import random_network
from tests.support.blobs import noise

SMALL = Recipe(
    n_hidden=6,
    biases=True,
    n_rounds=3,
    epochs_a_round=2,
    batch_size=10,
    learning_rate=0.01,
    deformation=Deformation(rotation=5),
    one_in=4,
    all_kinds=True,
    n_non_digits=5,
)


def images_of(X: FloatArray) -> NDArray[np.uint8]:
    return np.rint(X.T * 255).astype(np.uint8).reshape(-1, 28, 28)


def test_a_round_has_targets_for_digits_and_zeros_for_non_digits(dataset: Dataset) -> None:
    X, Y = make_epoch_data(dataset, SMALL, None, np.random.default_rng(0))
    pixels = images_of(X)
    assert Y.shape == (10, len(pixels))
    originals = {image.tobytes(): k for k, image in enumerate(dataset.images.pixels)}
    for image, target in zip(pixels[:10], Y.T[:10], strict=True):  # a quarter, as they are
        assert target.argmax() == dataset.images.labels[originals[image.tobytes()]]
    np.testing.assert_array_equal(Y[:, 10:50].argmax(axis=0), dataset.images.labels)
    np.testing.assert_array_equal(Y[:, :-5].sum(axis=0), 1)
    np.testing.assert_array_equal(Y[:, -5:], 0)
    np.testing.assert_array_equal(pixels[-5:], dataset.non_digits)


def test_a_small_networks_round_has_fewer_kinds(dataset: Dataset) -> None:
    recipe = replace(SMALL, one_in=1, all_kinds=False, n_drawn=2, n_shapes=1, n_non_digits=2)
    X, Y = make_epoch_data(dataset, recipe, None, np.random.default_rng(0))
    pixels = images_of(X)
    n_drawn = len(pixels) - 2 * len(dataset.images) - 2  # beside images, copies and non-digits
    assert n_drawn in {a + b + c for a, b in combinations((11, 12, 13), 2) for c in (3, 4, 5)}
    np.testing.assert_array_equal(Y[:, :-2].sum(axis=0), 1)
    as_they_are = {image.tobytes() for image in pixels[: len(dataset.images)]}
    assert as_they_are == {image.tobytes() for image in dataset.images.pixels}


def test_a_teachers_outputs_are_mixed_in(dataset: Dataset) -> None:
    teacher = random_network(9, False, np.random.default_rng(0))
    _, plain = make_epoch_data(dataset, SMALL, None, np.random.default_rng(0))
    _, has_teacher = make_epoch_data(dataset, SMALL, teacher, np.random.default_rng(0))
    assert has_teacher.dtype == np.float32
    assert (np.abs(has_teacher - plain) > 0).all()
    assert has_teacher.min() > 0
    assert has_teacher.max() < 1


SEVEN = (np.array([(60.0, 60), (210, 60), (110, 230)]),)


def dataset_of(written: list[WrittenDigit]) -> Dataset:
    *progress, dataset = build_dataset(Mnist(noise(30), noise(10), noise(10)), written, seed=1)
    assert isinstance(dataset, Dataset)
    assert progress == sorted(progress)  # type: ignore[type-var]
    return dataset


def test_every_fifth_writer_and_a_few_institutions_are_held_back() -> None:
    writers = [*map(str, range(1, 11)), "app-3", "art-15", "uqb-1"]
    dataset = dataset_of([WrittenDigit(7, writer, SEVEN) for writer in writers for _ in range(2)])
    assert len(dataset.drawn) == N_DEFORMED
    assert len(dataset.lines) == 30
    assert len(dataset.drawn[0]) == 16 + 2
    assert len(dataset.shapes) == N_DEFORMED
    assert dataset.shapes[0].labels.tolist() == [0, 0, 0]  # of N_DRAWN_SHAPES shapes, the first
    assert len(dataset.validation_drawn) == 4 + 4 + 2
    assert (dataset.validation_drawn.pixels[0] == dataset.validation_drawn.pixels[7]).all()
    assert dataset.validation_drawn.labels[:8].tolist() == [7] * 8


def test_digits_that_lack_a_stroke_or_are_several_are_not_learnt() -> None:
    line = (np.array([(0.0, 0), (8, 50), (10, 100)]),)
    rings = (np.array([(0.0, 0), (30, 40), (60, 0), (90, 40)]),)
    assert is_whole(WrittenDigit(7, "", SEVEN))
    assert is_whole(WrittenDigit(1, "", line))
    assert not is_whole(WrittenDigit(4, "", line))
    assert not is_whole(WrittenDigit(1, "", (line[0][:, ::-1],)))
    assert not is_whole(WrittenDigit(0, "", rings))
    assert len(dataset_of([WrittenDigit(7, "1", SEVEN), WrittenDigit(4, "1", line)]).drawn[0]) == 1


def test_mnist_alone_is_enough() -> None:
    *_, dataset = build_dataset(Mnist(noise(30), noise(10), noise(10)), [], seed=1)
    assert isinstance(dataset, Dataset)
    milestones = list(Trainer(replace(SMALL, n_rounds=1), seed=1).follow(dataset, None))
    assert np.isnan(milestones[-1].accuracy_drawn)


def test_the_recipes_are_of_the_lectures_shapes() -> None:
    shapes = {name: (recipe.n_hidden, recipe.biases) for name, recipe in RECIPES.items()}
    assert shapes["lecture-a"] == (100, False)
    assert shapes["lecture-b"] == (14, True)
    assert not RECIPES["teacher"].has_teacher
