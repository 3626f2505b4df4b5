from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from mnistnet import Network, forward, loss, one_hot
from mnistnet.evaluation import evaluate_network, share_unanswered
from mnistnet.training import random_network


def copying_network() -> Network:
    """Output k answers to pixel k: about 0.99 for ink there, about 0.01 without."""
    W1, W2 = np.zeros((10, 785)), np.zeros((10, 11))
    W1[:, :10], W1[:, -1] = np.eye(10) * 40, -20
    W2[:, :10], W2[:, -1] = np.eye(10) * 9.2, -4.6
    return Network(W1, W2)


def dots(digits: list[int]) -> NDArray[Any]:
    X = np.zeros((784, len(digits)), np.float32)
    X[digits, range(len(digits))] = 1
    return X


def test_hand_counted_figures() -> None:
    result = evaluate_network(copying_network(), dots([0, 1, 2, 2]), np.array([0, 1, 2, 7]))
    assert result.n_images == 4
    assert result.accuracy == 0.75
    assert result.confusion.sum() == 4
    assert result.confusion[7, 2] == 1
    assert result.confusion[2, 7] == 0
    assert result.accuracy_per_digit[[0, 1, 2, 7]].tolist() == [1, 1, 1, 0]
    assert np.isnan(result.accuracy_per_digit[9])
    assert result.worst.tolist() == [3]


def test_the_curve_of_trust_counts_only_outputs_that_are_high_enough() -> None:
    X = dots([0, 1, 2])
    X[2, 2] = 0.5  # half the ink: the output is about 0.5
    result = evaluate_network(copying_network(), X, np.array([0, 1, 3]))
    by_threshold = {point.threshold: point for point in result.thresholds}
    assert by_threshold[0.0].coverage == 1
    assert by_threshold[0.0].accuracy == pytest.approx(2 / 3)
    assert by_threshold[0.9].coverage == pytest.approx(2 / 3)
    assert by_threshold[0.9].accuracy == 1
    assert by_threshold[0.99].coverage in (0, pytest.approx(2 / 3))


def test_where_no_output_is_high_enough_nothing_is_read_right_or_wrong() -> None:
    network = Network(np.zeros((1, 784)), np.zeros((10, 1)))
    thresholds = evaluate_network(network, dots([1]), np.array([0])).thresholds
    above = [point for point in thresholds if point.threshold > 0.5]
    assert {point.coverage for point in above} == {0}
    assert np.isnan([point.accuracy for point in above]).all()


def test_the_mean_loss_is_the_loss_over_the_number_of_images() -> None:
    rng = np.random.default_rng(0)
    network, X = random_network(7, False, rng), rng.random((784, 30), np.float32)
    labels = rng.integers(0, 10, 30)
    result = evaluate_network(network, X, labels)
    assert result.mean_loss == pytest.approx(loss(forward(network, X).A2, one_hot(labels)) / 30)


def test_the_worst_come_first_and_only_misread_ones() -> None:
    rng = np.random.default_rng(1)
    network, X = random_network(7, False, rng), rng.random((784, 60), np.float32)
    labels = rng.integers(0, 10, 60)
    y_hat = forward(network, X).A2
    worst = evaluate_network(network, X, labels).worst
    losses = ((y_hat - one_hot(labels)) ** 2).sum(axis=0)[worst]
    assert (np.diff(losses) <= 0).all()
    assert set(worst.tolist()) == set(np.flatnonzero(y_hat.argmax(axis=0) != labels).tolist())


def test_images_without_labels_are_refused() -> None:
    with pytest.raises(ValueError, match="labels"):
        evaluate_network(copying_network(), dots([1, 2]), np.array([1]))
    with pytest.raises(ValueError, match="labels"):
        evaluate_network(copying_network(), dots([]), np.array([], int))


def test_unanswered_are_those_with_no_output_of_at_least_one_half() -> None:
    X = dots([3, 4])
    X[4, 1] = 0
    assert share_unanswered(copying_network(), X) == 0.5


def test_outputs_and_losses_are_those_of_every_image() -> None:
    rng = np.random.default_rng(2)
    network, X = random_network(7, True, rng), rng.random((784, 20), np.float32)
    labels = rng.integers(0, 10, 20)
    result = evaluate_network(network, X, labels)
    y_hat = forward(network, X).A2
    np.testing.assert_array_equal(result.y_hat, y_hat)
    np.testing.assert_array_equal(result.answers, y_hat.argmax(axis=0))
    np.testing.assert_allclose(
        result.losses, [loss(y_hat[:, [i]], one_hot(labels[i])) for i in range(20)]
    )


def test_of_equal_losses_the_first_image_comes_first() -> None:
    is_faint = np.random.default_rng(0).random(300) < 0.5
    X = dots([3] * 300)
    X[3, is_faint] = 0.8  # less sure of a wrong answer, so a smaller loss
    result = evaluate_network(copying_network(), X, np.full(300, 4))
    assert result.worst.tolist() == [*np.flatnonzero(~is_faint), *np.flatnonzero(is_faint)]


def test_a_winning_output_of_just_the_threshold_is_high_enough() -> None:
    network = Network(np.zeros((1, 784)), np.zeros((10, 1)))  # every output is 0.5
    thresholds = evaluate_network(network, dots([0, 1]), np.array([0, 1])).thresholds
    by_threshold = {point.threshold: point for point in thresholds}
    assert by_threshold[0.5].coverage == 1
    assert by_threshold[0.5].accuracy == 0.5  # of ten equal outputs, the first wins
    assert by_threshold[0.6].coverage == 0
    assert share_unanswered(network, dots([0, 1])) == 0
