"""What the programs that try thousands of hostile inputs have in common."""

import random
import sys
import time
from collections import Counter
from collections.abc import Callable
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
