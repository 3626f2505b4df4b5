"""How often an address may try codes and open classes: in memory alone, and no longer than needed.

Ten wrong codes a minute come to 110 in the first ten minutes from one address and to 3,300 from
thirty. With as many classes open as a server takes, a thousand, one of `codes.LENGTH` characters is
right with a chance of 1,000 / 887,503,681; so guessing finds a class within ten minutes with a
chance of 0.012 % from one address, of 0.37 % from thirty; with a district's 300 classes of 0.11 %.
Each process counts for itself: behind two, a guesser who changes between them has twice as much.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address
from typing import Any

from mnistnet.errors import StoreError

WRONG_A_MINUTE = 10
"""Wrong codes that an address may try within `MINUTE`: more than thirty pupils mistype."""

MINUTE = 60.0

OPENED_AN_HOUR = 20
"""Classes that an address, behind which may be a whole school, may open within `HOUR`."""

HOUR = 60.0 * 60.0

MAX_ADDRESSES = 10_000
"""Addresses kept in mind; the one that asked longest ago is forgotten for another."""

MAX_KNOWN = 1_000
"""Right codes kept in mind of an address: as many as a server has classes."""

NETWORK = 64
"""Bits of an IPv6 address that tell a household; the others its devices choose themselves."""


@dataclass(slots=True)
class _Asked:
    """What an address has tried of late, with the times, oldest first; which codes it knows."""

    tried: dict[object, float] = field(default_factory=dict)
    known: dict[str, None] = field(default_factory=dict)


class _Addresses:
    """What each address has asked: at most so much within so many seconds."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._asked: dict[str, _Asked] = {}

    def of(self, address: str, now: float) -> _Asked:
        place = household(address)
        asked = self._asked.pop(place, _Asked())
        self._asked[place] = asked  # as the last, so that the first asked longest ago
        if len(self._asked) > MAX_ADDRESSES:
            _forget_oldest(self._asked)
        while asked.tried and next(iter(asked.tried.values())) <= now - self._seconds:
            _forget_oldest(asked.tried)
        return asked

    def may_try(self, asked: _Asked, what: object, now: float) -> bool:
        if len(asked.tried) >= self._most:
            return False
        asked.tried[what] = now
        return True


class Tries:
    """Who may try a code; safe to use from several threads.

    A code that turns out right costs nothing, and its address may try it again whenever it likes:
    whoever guesses beside a class, behind the same address, does not lock it out. The same wrong
    code again within a minute costs nothing either: a whole class may have misread it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._addresses = _Addresses(WRONG_A_MINUTE, MINUTE)

    def ask(self, address: str, code: str, now: float) -> None:
        """Let an address try a code, which is then looked up and told of.

        Parameters
        ----------
        address : str
            Of the visitor's connection; "" if that is not known.
        code : str
            As `codes.read_code` returns it.
        now : float
            Seconds, by a clock that never goes back.

        Raises
        ------
        StoreError
            If the address has tried too many wrong codes: this one must not be looked up.
        """
        with self._lock:
            asked = self._addresses.of(address, now)
            is_free = code in asked.known or code in asked.tried
            if not is_free and not self._addresses.may_try(asked, code, now):
                raise StoreError("error.class_tries")

    def take_back(self, address: str, code: str, now: float) -> None:
        """Forget that an address tried a code, which could not be looked up."""
        with self._lock:
            self._addresses.of(address, now).tried.pop(code, None)

    def tell(self, address: str, code: str, was_right: bool, now: float) -> None:
        """Tell whether a class has the code; of one that was opened from the address, too."""
        with self._lock:
            asked = self._addresses.of(address, now)
            asked.known.pop(code, None)
            if was_right:
                asked.tried.pop(code, None)
                asked.known[code] = None
            if len(asked.known) > MAX_KNOWN:
                _forget_oldest(asked.known)


class Openings:
    """Who may open a class; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._addresses = _Addresses(OPENED_AN_HOUR, HOUR)

    @contextmanager
    def one(self, address: str, now: float) -> Iterator[None]:
        """Let an address open a class in the block, for nothing if the classes cannot be reached.

        What else fails in the block, such as a file that takes long to read, costs as much.

        Parameters
        ----------
        address, now
            As of `Tries.ask`.

        Raises
        ------
        StoreError
            If the address has opened too many.
        """
        opening = object()
        with self._lock:
            asked = self._addresses.of(address, now)
            if not self._addresses.may_try(asked, opening, now):
                raise StoreError("error.class_openings", limit=OPENED_AN_HOUR)
        try:
            yield
        except StoreError:
            with self._lock:
                asked.tried.pop(opening, None)
            raise


def household(address: str) -> str:
    """Return what of an address its holder cannot choose: of IPv6 the network, else all of it."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is None:
            return f"{int(parsed) >> (128 - NETWORK):x}/{NETWORK}"
        parsed = parsed.ipv4_mapped
    return str(parsed)


def _forget_oldest(kept: dict[Any, Any]) -> None:
    del kept[next(iter(kept))]
