"""A two-layer network that reads a drawn digit, every number in sight.

>>> import mnistnet
>>> network = mnistnet.load_network("lecture-a")
>>> digit = mnistnet.prepare_strokes([[(60, 60), (210, 60), (110, 230)]])
>>> mnistnet.forward(network, digit.X).A2.shape
(10, 1)
"""

from mnistnet.drawing.found_digits import (
    FoundDigit,
    SearchedPicture,
    find_digits,
    prepare_image,
    search_picture,
)
from mnistnet.drawing.picture import open_picture
from mnistnet.drawing.preprocess import prepare_as_drawn, prepare_strokes
from mnistnet.drawing.standard_image import PreparedDigit
from mnistnet.drawing.strokes import Drawing
from mnistnet.errors import DataError, DrawingError, MnistNetError, WeightsError, WeightsWarning
from mnistnet.loss import loss, one_hot, squared_error
from mnistnet.network import ForwardPass, Network, forward, sigmoid
from mnistnet.weights import WeightsFile, load_matrix, load_network, save_network
from mnistnet.weights.sample_check import SampleCheck, check_on_samples
from mnistnet.weights.turns import turned

__version__ = "0.1.0"

__all__ = [
    "DataError",
    "Drawing",
    "DrawingError",
    "ForwardPass",
    "FoundDigit",
    "MnistNetError",
    "Network",
    "PreparedDigit",
    "SampleCheck",
    "SearchedPicture",
    "WeightsError",
    "WeightsFile",
    "WeightsWarning",
    "check_on_samples",
    "find_digits",
    "forward",
    "load_matrix",
    "load_network",
    "loss",
    "one_hot",
    "open_picture",
    "prepare_as_drawn",
    "prepare_image",
    "prepare_strokes",
    "save_network",
    "search_picture",
    "sigmoid",
    "squared_error",
    "turned",
]
