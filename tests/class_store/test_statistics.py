import numpy as np

from mnistnet.class_store.statistics import margin, mean_digits, most_contested


def outputs(*images: dict[int, float]):
    """Return outputs (10, m): what is not named is 0."""
    y_hat = np.zeros((10, len(images)))
    for i, image in enumerate(images):
        for k, value in image.items():
            y_hat[k, i] = value
    return y_hat


def test_the_mean_of_a_digit_is_that_of_its_images():
    X = np.zeros((784, 3))
    X[5] = 0.25, 0.75, 1.0

    means, counts = mean_digits(X, np.array([4, 4, 9]))

    assert means.shape == (784, 10)
    assert means[5].tolist() == [0, 0, 0, 0, 0.5, 0, 0, 0, 0, 1.0]
    assert means.sum() == 1.5
    assert counts.tolist() == [0, 0, 0, 0, 2, 0, 0, 0, 0, 1]


def test_a_margin_is_between_the_two_largest_outputs():
    found = margin(outputs({3: 0.75, 8: 0.5, 1: 0.25}, {0: 1.0}, {2: 0.5, 7: 0.5}))

    assert found.tolist() == [0.25, 1.0, 0.0]


def test_drawings_are_contested_over_which_networks_disagree_then_where_one_hesitates():
    one = outputs({4: 0.9}, {7: 0.9, 1: 0.25}, {5: 0.75, 6: 0.5}, {0: 0.9, 6: 0.5}, {2: 1.0})
    other = outputs({9: 0.9}, {1: 0.9, 7: 0.8}, {5: 0.9}, {0: 0.5, 6: 0.375}, {2: 1.0})
    # Margins, the smaller of both: 0.9 disagreed, 0.1 disagreed, 0.25, 0.125, 1.

    assert most_contested([one, other], 9).tolist() == [1, 0, 3, 2, 4]
    assert most_contested([one, other], 2).tolist() == [1, 0]
    assert most_contested([one], 2).tolist() == [2, 3]
