"""Who of a class is held back: pupils, never drawings."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnistnet.live_training.handwriting import (
    DRAWINGS_NEEDED,
    MOST_HELD_BACK,
    divided,
    held_back_pupils,
)
from tests.support.blobs import blobs

DRAWN = st.lists(st.tuples(st.integers(0, 9), st.integers(1, 12)), min_size=2, max_size=80).filter(
    lambda drawn: len({pupil for _, pupil in drawn}) > 1
)
"""Digits, and who drew them."""


def digits_of(drawn, pupils) -> set[int]:
    return {label for label, pupil in drawn if pupil in pupils}


@given(DRAWN, st.integers(0, 9_999))
def test_nobodys_hand_is_on_both_sides_and_no_digit_is_lost_that_need_not_be(drawn, seed):
    labels, pupils = np.array(drawn).T
    everybody = set(pupils.tolist())

    away = set(held_back_pupils(labels, pupils, seed).tolist())

    assert away < everybody
    assert away
    lost = digits_of(drawn, everybody) - digits_of(drawn, everybody - away)
    could_go = [p for p in everybody if digits_of(drawn, everybody - {p}) >= set(labels.tolist())]
    assert not (lost and could_go)


@given(DRAWN, st.integers(0, 9_999), st.randoms())
def test_the_seed_decides_and_not_the_order_of_sending(drawn, seed, chance):
    shuffled = drawn.copy()
    chance.shuffle(shuffled)

    labels, pupils = np.array(drawn).T
    labels_again, pupils_again = np.array(shuffled).T
    away = held_back_pupils(labels, pupils, seed)
    assert away.tolist() == held_back_pupils(labels_again, pupils_again, seed).tolist()


def test_another_seed_holds_others_back():
    labels, pupils = np.tile(np.arange(10), 10), np.repeat(np.arange(1, 11), 10)

    chosen = {tuple(held_back_pupils(labels, pupils, seed)) for seed in range(20)}

    assert {len(away) for away in chosen} == {2}, "a fifth of ten who drew as much as each other"
    assert len(chosen) > 5


def test_digits_that_few_drew_are_held_back_too_up_to_a_third():
    # Ten pupils draw 0, and each a digit that one other draws as well.
    pupils = np.repeat(np.arange(10), 2)
    labels = np.stack([np.zeros(10, int), 1 + np.arange(10) % 5], axis=1).ravel()

    away = held_back_pupils(labels, pupils, 3)

    assert len(away) == 3
    assert 3 / 10 <= MOST_HELD_BACK
    assert len(set(labels[np.isin(pupils, away)])) == 4


def test_who_drew_nearly_everything_is_learnt_from():
    labels = np.tile(np.arange(10), 11)
    pupils = np.array([1] * 90 + [2] * 20)

    for seed in range(10):
        assert held_back_pupils(labels, pupils, seed).tolist() == [2]


def test_a_class_is_divided_into_what_its_pupils_drew():
    images, pupils = blobs(60), np.arange(60) // 10 + 5

    ours = divided("K7M2QX", images, pupils, 1)

    assert ours is not None
    away = held_back_pupils(images.labels, pupils, 1)
    for part, n_pupils, is_here in zip(
        ours.images, ours.pupils, (~np.isin(pupils, away), np.isin(pupils, away)), strict=True
    ):
        np.testing.assert_array_equal(part.pixels, images.pixels[is_here])
        np.testing.assert_array_equal(part.labels, images.labels[is_here])
        assert n_pupils == len(set(pupils[is_here].tolist()))


@pytest.mark.parametrize(
    ("n", "n_pupils", "is_enough"),
    [(DRAWINGS_NEEDED, 2, True), (DRAWINGS_NEEDED - 1, 2, False), (200, 1, False), (0, 1, False)],
)
def test_a_class_needs_drawings_and_two_hands(n, n_pupils, is_enough):
    ours = divided("K7M2QX", blobs(n), np.arange(n) % n_pupils, 1)

    assert (ours is not None) == is_enough
