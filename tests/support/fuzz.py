"""What the programs that try thousands of hostile inputs have in common."""

import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any


def run(
    n: int, seed: int, make: Callable[[random.Random, int], Any], read: Callable[[Any], str]
) -> None:
    """Try ``n`` inputs; report the outcomes, the slowest and the memory.

    Parameters
    ----------
    n, seed : int
    make : callable
        Returns an input, given chance and its number.
    read : callable
        Returns the outcome of an input; what it raises ends the program, which shows the input.
    """
    import resource  # Unix only

    chance = random.Random(seed)  # noqa: S311
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    for number in range(n):
        content = make(chance, number)
        start = time.process_time()
        try:
            outcomes[read(content)] += 1
        except BaseException:
            sys.stderr.write(f"failing input: {content!r}\n")
            raise
        slowest = max(slowest, time.process_time() - start)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{n} inputs, slowest {slowest * 1000:.1f} ms, at most {memory:.0f} MB\n")
    for words, times in outcomes.most_common():
        sys.stdout.write(f"{times:9,} {words}\n")


def damaged(
    content: bytes, chance: random.Random, pieces: Sequence[bytes], others: Sequence[bytes]
) -> bytes:
    """Change a file in one to six places, also to pieces given and to parts of other files."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        header = min(len(changed), 300) if chance.random() < 0.7 else len(changed)
        at = chance.randint(0, header)
        to = min(len(changed), at + chance.choice([0, 1, 1, 2, 4, 8, 100]))
        match chance.randrange(6):
            case 0 if at < len(changed):
                changed[at] ^= 1 << chance.randrange(8)
            case 1 if at < len(changed):
                changed[at] = chance.choice([0, 1, 127, 128, 255, chance.randrange(256)])
            case 2:
                del changed[at:to]
            case 3:
                changed[at:to] = chance.choice(pieces)
            case 4:
                other = chance.choice(others)
                start = chance.randint(0, len(other))
                changed[at:to] = other[start : start + chance.choice([1, 4, 20, 200, 2000])]
            case _:
                changed[at:at] = changed[at:to] * chance.choice([1, 2, 20])
    return bytes(changed)
