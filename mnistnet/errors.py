"""What a user can cause and mend. Anything else is a bug and stays a traceback."""

from mnistnet.texts import catalogue


class MnistNetError(Exception):
    """A mistake that the person in front of the program can put right.

    Parameters
    ----------
    key : str
        Key of the sentence in ``texts/*.toml`` that says what was tried, why it
        failed and what to do.
    **values : object
        What the sentence's placeholders stand for.

    Notes
    -----
    ``str(error)`` is the English sentence; the page shows ``key`` in the
    visitor's language.
    """

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values

    def __str__(self) -> str:
        return sentence(self.key, **self.values)


def sentence(key: str, **values: object) -> str:
    """Return a sentence of ``texts/en.toml`` with its placeholders filled in."""
    return catalogue("en")[key].format(**values)


class DrawingError(MnistNetError):
    """There is nothing to read, or it is not a drawing."""


class WeightsError(MnistNetError):
    """The weights cannot be used."""


class WeightsWarning(UserWarning):
    """The weights can be used, but seem to mean something else than they are taken for."""


class DataError(MnistNetError):
    """A data file is missing, cut off, or not what it should be."""


class StoreError(MnistNetError):
    """A class is not there, has no more room, or its database cannot be used."""
