"""MNIST where it is not on this computer yet: a download, or how to do it by hand."""


def see_to_training_images() -> None:
    """TODO."""
