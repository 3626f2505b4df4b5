"""A worker's process as the server sees it: told commands, listened to, ended."""

import os
import shutil
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from mnistnet.live_training import worker
from mnistnet.live_training.image_sets import Divided
from mnistnet.live_training.settings import Settings
from mnistnet.live_training.shared_images import save_arrays
from mnistnet.live_training.snapshot import Snapshot

ONE_THREAD = dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)
"""One training takes one processor, whichever library multiplies its matrices."""


class WorkerProcess:
    """A process that trains one network.

    Parameters
    ----------
    folder : Path
        Where `save_arrays` put MNIST.
    settings : Settings
    broken_off : Snapshot or None
        Where to take the training up; None from the start.
    ours : (Images, Images) or None
        The class's images to learn from, and those held back.

    Raises
    ------
    OSError
        If there can be no more processes, or no more files.
    """

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        broken_off: Snapshot | None,
        ours: Divided | None,
    ) -> None:
        self.settings = settings
        self._n_told = self._n_obeyed = 0
        self._own = folder / uuid4().hex
        try:
            self._own.mkdir()
            if broken_off:
                (self._own / worker.SNAPSHOT).write_bytes(worker.pack_snapshot(broken_off))
            if ours:
                save_arrays(self._own, *ours)
            self.child = subprocess.Popen(  # noqa: S603 - our own module, our own settings
                worker.command(folder, settings, self._own),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=Path(__file__).parents[2],
                env=os.environ | ONE_THREAD,
            )
        except OSError:
            shutil.rmtree(self._own, ignore_errors=True)
            raise

    def listen(self, take: Callable[[Snapshot], None], then: Callable[[int], None]) -> None:
        """Call ``take`` with each snapshot, ``then`` with the exit code, in a thread of its own.

        Raises
        ------
        OSError
            If there can be no more threads; the process is ended.
        """
        try:
            threading.Thread(target=self._listen, args=(take, then), daemon=True).start()
        except RuntimeError as error:
            self.end()
            raise OSError(str(error)) from error

    def tell(self, command: str) -> None:
        """Send `worker.GO`, `PAUSE` or `STEP`."""
        self._n_told += 1
        if stream := self.child.stdin:
            with suppress(OSError):  # it has just ended by itself, which `_listen` will notice
                stream.write(f"{command}\n".encode())
                stream.flush()

    @property
    def has_done_all(self) -> bool:
        """Whether it has done and reported all that it was told."""
        return self._n_obeyed == self._n_told

    def end(self) -> None:
        """End it at once, whatever it does."""
        self.child.kill()
        if stream := self.child.stdin:
            with suppress(OSError):  # what was still to be said reaches nobody
                stream.close()

    def _listen(self, take: Callable[[Snapshot], None], then: Callable[[int], None]) -> None:
        assert self.child.stdout is not None  # noqa: S101 - a pipe was asked for
        with self.child.stdout as stream:
            while snapshot := worker.read_snapshot(stream, self.settings):
                take(snapshot)
                self._n_obeyed = snapshot.n_commands
        exit_code = self.child.wait()
        shutil.rmtree(self._own, ignore_errors=True)
        then(exit_code)
