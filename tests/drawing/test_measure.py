"""Where the ink lies, calculated by hand."""

import numpy as np
import pytest

from mnistnet.drawing.measure import centre_of_mass, ink_box


def test_the_box_is_the_smallest_with_all_ink():
    pixels = np.zeros((28, 28))
    pixels[3, 10] = pixels[7, 5] = 0.1

    assert ink_box(pixels) == (3, 5, 5, 6)


def test_the_centre_of_mass_weighs_each_pixel_by_its_value():
    pixels = np.zeros((28, 28))
    pixels[2, 10], pixels[6, 20] = 0.25, 0.75

    assert centre_of_mass(pixels) == pytest.approx((5, 17.5))
