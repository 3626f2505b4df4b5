"""The glossary: the symbols of the two lectures, their shapes, and the array types.

=========  ==============  =====================================================
symbol     shape           meaning
=========  ==============  =====================================================
X          (784, m)        m images, one a column, 0 (paper) to 1 (ink)
W1         (h, 784 [+ 1])  weights from the pixels to the h hidden units
Z1         (h, m)          weighted input of the hidden units
A1         (h, m)          hidden activations, g(Z1)
W2         (10, h [+ 1])   weights from the hidden units to the ten outputs
Z2         (10, m)         weighted input of the outputs
A2, y_hat  (10, m)         output activations, g(Z2)
Y          (10, m)         target, 1 at the true digit and 0 elsewhere
=========  ==============  =====================================================

The optional last column of a weight matrix is the bias: the weight of an input that is always 1.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.floating[Any]]
IntArray = NDArray[np.integer[Any]]

SIDE = 28
N_PIXELS = SIDE * SIDE
N_CLASSES = 10
