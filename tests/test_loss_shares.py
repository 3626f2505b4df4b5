from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnistnet.loss import loss, loss_gradient, loss_shares, one_hot
from mnistnet.notation import FloatArray

digits = st.integers(0, 9)
outputs = st.lists(st.floats(0, 1), min_size=10, max_size=10).map(
    lambda numbers: np.array(numbers).reshape(10, 1)
)


@given(outputs, digits)
def test_the_slopes_of_the_loss_are_its_finite_differences(y_hat: FloatArray, digit: int) -> None:
    Y = one_hot(digit)
    step = 1e-6
    differences = [
        (loss(y_hat + step * row, Y) - loss(y_hat - step * row, Y)) / (2 * step)
        for row in np.eye(10)[:, :, None]
    ]
    assert np.allclose(loss_gradient(y_hat, Y)[:, 0], differences, atol=1e-8)


@given(outputs, digits)
def test_the_shares_of_the_loss_add_up_to_one(y_hat: FloatArray, digit: int) -> None:
    Y = one_hot(digit)
    shares = loss_shares(y_hat, Y)
    assert ((shares >= 0) & (shares <= 1)).all()
    assert shares.sum() == pytest.approx(1 if loss(y_hat, Y) else 0)


def test_the_slides_example_owes_most_to_the_five() -> None:
    y_hat = np.array([[0.1, 0.8, 0.3, 0.2, 0.1, 0.7, 0.1, 0.2, 0.3, 0.1]]).T
    shares = loss_shares(y_hat, one_hot(1))
    assert shares.argmax() == 5
    assert shares[5, 0] == pytest.approx(0.49 / 0.83)
    assert loss_gradient(y_hat, one_hot(1))[1, 0] == pytest.approx(-0.4)
    assert not loss_shares(one_hot(1), one_hot(1)).any()


@pytest.mark.parametrize("wrong", [loss_gradient, loss_shares])
def test_shapes_that_differ_are_refused(wrong: Callable[[FloatArray, FloatArray], object]) -> None:
    with pytest.raises(ValueError, match="must have one shape"):
        wrong(np.ones((10, 2)), np.ones((10, 1)))


def test_each_image_has_shares_of_its_own() -> None:
    rng = np.random.default_rng(0)
    y_hat, Y = rng.random((10, 3)).astype(np.float32), one_hot(np.array([2, 0, 9]))
    shares = loss_shares(y_hat, Y)
    assert shares.dtype == np.float64
    for image in range(3):
        errors = (y_hat[:, image].astype(float) - Y[:, image]) ** 2
        np.testing.assert_allclose(shares[:, image], errors / errors.sum())
