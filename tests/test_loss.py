import numpy as np
import pytest

from mnistnet import loss, one_hot, squared_error

SLIDE = np.array([[0.1, 0.8, 0.3, 0.2, 0.1, 0.7, 0.1, 0.2, 0.3, 0.1]]).T


def test_the_lectures_worked_example():
    errors = squared_error(SLIDE, one_hot(1))

    assert errors[:, 0] == pytest.approx(
        [0.01, 0.04, 0.09, 0.04, 0.01, 0.49, 0.01, 0.04, 0.09, 0.01]
    )
    assert loss(SLIDE, one_hot(1)) == pytest.approx(0.83)


def test_the_loss_of_several_images_is_their_sum():
    both = np.hstack([SLIDE, one_hot(3)])

    assert loss(both, one_hot(np.array([1, 3]))) == pytest.approx(0.83)


def test_one_hot_has_a_one_at_the_digit():
    assert one_hot(7).shape == (10, 1)
    assert one_hot(np.array([0, 9]))[:, 1].tolist() == [0] * 9 + [1]


@pytest.mark.parametrize(
    "label",
    [-1, 10, np.array([3, 11]), 7.0, True, "7", None, [], np.zeros((2, 3), int), np.nan],
)
def test_labels_that_are_not_digits_are_refused(label):
    with pytest.raises(ValueError, match="from 0 to 9"):
        one_hot(label)


def test_shapes_that_would_broadcast_are_refused():
    with pytest.raises(ValueError, match="one shape"):
        squared_error(SLIDE, one_hot(np.array([1, 2])))
