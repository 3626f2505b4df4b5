"""The lecture's ``.weights`` files: pickles of one matrix, read without unpickling."""

from mnistnet.errors import WeightsError
from mnistnet.notation import FloatArray
from mnistnet.weights.checks import matrix_from_bytes
from mnistnet.weights.pickle_notes import FROM_BUFFER, RECONSTRUCT, Built, Call, Name, notes_of


def matrix_in_pickle(file: str, content: bytes) -> FloatArray:
    """Read the one matrix that a pickle holds.

    Parameters
    ----------
    file : str
        Name of the file, for the sentence when something is wrong.
    content : bytes
        A pickle of any protocol, 0 to 5.

    Returns
    -------
    ndarray of shape (rows, columns)
        float32 or float64.

    Raises
    ------
    WeightsError
        If it is damaged, or anything but one matrix of numbers.
    """
    try:
        return _matrix(file, notes_of(file, content))
    except (EOFError, ValueError, TypeError, IndexError, KeyError):
        raise WeightsError("error.file_cut_off", file=file) from None


def _matrix(file: str, pickled: object) -> FloatArray:
    match pickled:
        case Built(
            Call(Name(function), (Name("numpy.ndarray"), *_)),
            (_, tuple(shape), dtype, bool(by_columns), raw),
        ) if function in RECONSTRUCT:
            order = "F" if by_columns else "C"
        case Call(Name(function), (raw, dtype, tuple(shape), ("C" | "F") as order)) if (
            function in FROM_BUFFER
        ):
            pass
        case _:
            raise WeightsError("error.pickle_other", file=file)
    return matrix_from_bytes(file, _bytes(raw), _dtype(dtype), shape, "F" if order == "F" else "C")


def _bytes(raw: object) -> bytes | bytearray:
    match raw:
        case bytes() | bytearray():
            return raw
        case Call(Name("_codecs.encode"), (str(text), "latin1")):  # protocols 0 to 2
            return text.encode("latin1")
        case _:
            raise TypeError


def _dtype(dtype: object) -> str:
    match dtype:
        case Built(Call(Name("numpy.dtype"), (str(numbers), *_)), (_, str(byte_order), *_)):
            return byte_order + numbers
        case _:
            raise TypeError
