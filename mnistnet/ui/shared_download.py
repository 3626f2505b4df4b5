"""One download of MNIST a server, at whose progress all who wait for it look."""

import threading
from concurrent.futures import Future, wait
from dataclasses import dataclass, field

from mnistnet.data.mnist_download import Part, Progress, mnist_folder, needs_download

LOOK = 0.25
"""Seconds between two looks: a class that is told of every kilobyte keeps the server busy."""


@dataclass(eq=False)
class _Job:
    """A download under way, or its end.

    Parameters
    ----------
    end : Future
        Without a value, or with the failure.
    progress : tuple of int
        Bytes downloaded so far and in all.
    """

    end: "Future[None]" = field(default_factory=Future)
    progress: tuple[int, int] = (0, 1)


_beginning = threading.Lock()
_latest: _Job | None = None


def download(part: Part, look: Progress) -> None:
    """Wait until MNIST, or its test images, are here; begin the download unless one is under way.

    It goes on when the visitor who began it leaves. Where it fails, it fails for all who wait.

    Parameters
    ----------
    part : {"all", "t10k"}
    look : callable
        Called in the visitor's own thread, with the bytes downloaded so far and in all.

    Raises
    ------
    DataError
        As `mnist_folder`.
    """
    while job := _job(part):
        look(*job.progress)
        while wait([job.end], LOOK).not_done:
            look(*job.progress)
        job.end.result()


def _job(part: Part) -> _Job | None:
    """Return the download under way, of whatever part, else a new one; None if nothing lacks."""
    global _latest
    with _beginning:
        if _latest and not _latest.end.done():
            return _latest
        if not needs_download(part):
            return None
        _latest = _Job()
        threading.Thread(target=_fetch, args=(_latest, part), daemon=True).start()
        return _latest


def _fetch(job: _Job, part: Part) -> None:
    def keep(so_far: int, size: int) -> None:
        job.progress = so_far, size

    try:
        mnist_folder(progress=keep, part=part)
    except BaseException as error:  # noqa: BLE001 - whoever waits raises it
        job.end.set_exception(error)
    else:
        job.end.set_result(None)
