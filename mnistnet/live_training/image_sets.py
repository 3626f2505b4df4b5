"""Which images a training learns from, and which are held back: MNIST's, the class's, or both."""

from collections.abc import Sequence

import numpy as np

from mnistnet.data.mnist import N_VALIDATION, Images
from mnistnet.live_training.settings import Settings

Divided = tuple[Images, Images]
"""MNIST's training and test images; of a class, the images to learn from and those held back."""


def images_to_learn(settings: Settings, training: Images, ours: Divided | None) -> list[Images]:
    """Return the images to learn from, the class's before MNIST's."""
    sets = [] if settings.source == "ours" else [training[: settings.n_images]]
    return sets if ours is None else [ours[0][: settings.n_ours], *sets]


def part_of(sets: Sequence[Images], first: int, stop: int) -> Images:
    """Return the images from one place to before another, of several sets behind each other."""
    parts = []
    for images in sets:
        parts.append(images[max(first, 0) : max(stop, 0)])
        first, stop = first - len(images), stop - len(images)
    parts = [part for part in parts if len(part)]
    if len(parts) == 1:  # MNIST is never copied
        return parts[0]
    pixels, labels = ([getattr(part, name) for part in parts] for name in ("pixels", "labels"))
    return Images(np.concatenate(pixels), np.concatenate(labels))


def split_images(settings: Settings, mnist: Divided, ours: Divided | None = None) -> list[Images]:
    """Return the training images and the sets held back: MNIST's, the class's, or both.

    The last 5,000 of MNIST's training images are for validation. Who wants to learn from these as
    well is validated on the test images.
    """
    training, test = mnist
    is_enough = settings.n_images <= len(training) - N_VALIDATION
    held_back = [training[-N_VALIDATION:] if is_enough else test]
    if ours is not None:
        held_back = [ours[1]] if settings.source == "ours" else [*held_back, ours[1]]
    to_learn = images_to_learn(settings, training, ours)
    return [part_of(to_learn, 0, settings.n_learnt), *held_back]
