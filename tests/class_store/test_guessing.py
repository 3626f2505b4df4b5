"""Who guesses codes finds none, and locks nobody out."""

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnistnet.class_store import guessing
from mnistnet.class_store.codes import ALPHABET, LENGTH, new_code
from mnistnet.class_store.guessing import (
    HOUR,
    MAX_ADDRESSES,
    MAX_KNOWN,
    MINUTE,
    OPENED_AN_HOUR,
    WRONG_A_MINUTE,
    Openings,
    Tries,
    household,
)
from mnistnet.errors import DataError, StoreError

SCHOOL, HOME = "198.51.100.7", "203.0.113.9"


def may_ask(tries: Tries, address: str, code: str, now: float) -> bool:
    try:
        tries.ask(address, code, now)
    except StoreError:
        return False
    return True


def used_up(address: str, now: float = 0.0) -> Tries:
    tries = Tries()
    while may_ask(tries, address, code := new_code(), now):
        tries.tell(address, code, was_right=False, now=now)
    return tries


@pytest.mark.parametrize("n_addresses", [1, 30])
def test_ten_minutes_of_guessing_find_no_class(n_addresses):
    chance = random.Random(1)  # noqa: S311 - the same every time: one in 270 would find one

    def any_code() -> str:
        return "".join(chance.choices(ALPHABET, k=LENGTH))

    open_classes = {any_code() for _ in range(1_000)}
    tries, found = Tries(), 0
    looked_up: Counter[str] = Counter()
    at_school = min(open_classes)
    tries.tell("192.0.2.0", at_school, was_right=True, now=0.0)
    for turn in range(2_000):  # what is refused is refused, however often it is tried
        now = 0.3 * turn
        for number in range(n_addresses):
            address, code = f"192.0.2.{number}", any_code()
            if may_ask(tries, address, code, now):
                looked_up[address] += 1
                found += code in open_classes
                tries.tell(address, code, code in open_classes, now)
        assert may_ask(tries, "192.0.2.0", at_school, now), "the class there is not locked out"
    assert found == 0
    assert set(looked_up.values()) == {10 * WRONG_A_MINUTE}
    assert max(looked_up.values()) <= 110, "what the module's own words reckon with"


@given(
    st.lists(
        st.tuples(
            st.floats(0, 10),
            st.sampled_from([SCHOOL, HOME]),
            st.sampled_from([f"CODE{a}{b}" for a in ALPHABET[:6] for b in ALPHABET[:6]]),
        )
    )
)
def test_in_no_minute_an_address_tries_more_codes_than_it_may(asked):
    tries, now = Tries(), 0.0
    right = {f"CODE{a}{a}" for a in ALPHABET[:6]}
    paid: list[tuple[float, str, str]] = []
    known = set()
    for pause, address, code in asked:
        now += pause
        minute = [c for t, a, c in paid if t > now - MINUTE and a == address]
        is_free = code in minute or (address, code) in known
        assert may_ask(tries, address, code, now) is (is_free or len(minute) < WRONG_A_MINUTE)
        assert len(minute) <= WRONG_A_MINUTE
        if not is_free and len(minute) == WRONG_A_MINUTE:
            continue
        tries.tell(address, code, code in right, now)
        if code in right:
            known.add((address, code))
        elif not is_free:
            paid.append((now, address, code))


def test_past_the_limit_only_known_codes_are_looked_up_until_a_minute_has_gone():
    ours, new = new_code(), new_code()
    tries = used_up(SCHOOL)
    tries.tell(SCHOOL, ours, was_right=True, now=1.0)
    assert may_ask(tries, SCHOOL, ours, 2.0)
    assert not may_ask(tries, SCHOOL, new, 2.0), "right or wrong, it is not looked up"
    assert may_ask(tries, HOME, new, 2.0), "another address has its own tries"
    assert not may_ask(tries, SCHOOL, new, MINUTE - 0.1)
    assert may_ask(tries, SCHOOL, new, MINUTE)


def test_right_codes_cost_nothing():
    tries = Tries()
    for _ in range(3 * WRONG_A_MINUTE):
        tries.ask(SCHOOL, code := new_code(), 0.0)
        tries.tell(SCHOOL, code, was_right=True, now=0.0)


def test_a_class_that_misreads_its_code_uses_up_one_try():
    tries, misread = Tries(), new_code()
    for _ in range(30):
        tries.ask(SCHOOL, misread, 0.0)
        tries.tell(SCHOOL, misread, was_right=False, now=0.0)
    assert sum(may_ask(tries, SCHOOL, new_code(), 0.0) for _ in range(30)) == WRONG_A_MINUTE - 1
    tries.ask(SCHOOL, misread, MINUTE - 1)
    with pytest.raises(StoreError, match="Wait a minute"):
        tries.ask(SCHOOL, new_code(), MINUTE - 1)
    assert may_ask(tries, SCHOOL, new_code(), MINUTE), "a code tried again keeps its first time"


def test_a_code_whose_class_has_closed_is_known_no_more():
    tries = used_up(SCHOOL)
    tries.tell(SCHOOL, code := new_code(), was_right=True, now=0.0)
    tries.tell(SCHOOL, code, was_right=False, now=0.0)
    assert not may_ask(tries, SCHOOL, code, 0.0)


def test_a_code_that_could_not_be_looked_up_costs_nothing():
    tries = Tries()
    for number in range(3 * WRONG_A_MINUTE):
        code = f"22222{ALPHABET[number]}"
        tries.ask(SCHOOL, code, 0.0)
        tries.take_back(SCHOOL, code, 0.0)


def test_many_threads_at_once_try_no_more_codes_than_one():
    tries, begin = Tries(), threading.Barrier(16)

    def guess(_: int) -> int:
        begin.wait()
        return sum(may_ask(tries, SCHOOL, new_code(), 0.0) for _ in range(50))

    with ThreadPoolExecutor(16) as threads:
        assert sum(threads.map(guess, range(16))) == WRONG_A_MINUTE


def may_open(openings: Openings, address: str, now: float) -> bool:
    try:
        with openings.one(address, now):
            return True
    except StoreError:
        return False


def test_an_address_opens_so_many_classes_an_hour():
    openings = Openings()
    opened = [may_open(openings, SCHOOL, 60.0 * minute) for minute in range(70)]
    assert opened == [minute % 60 < OPENED_AN_HOUR for minute in range(70)]
    assert may_open(openings, HOME, 0.0)


def test_a_file_that_cannot_be_read_costs_as_much_as_an_opening():
    openings = Openings()
    for _ in range(OPENED_AN_HOUR):
        with pytest.raises(DataError), openings.one(SCHOOL, 0.0):
            raise DataError("error.class_file_empty")
    assert not may_open(openings, SCHOOL, 0.0)


def test_an_opening_that_fails_costs_nothing():
    openings = Openings()
    for _ in range(3 * OPENED_AN_HOUR):
        with pytest.raises(StoreError, match="reached"), openings.one(SCHOOL, 0.0):
            raise StoreError("error.store_away")
    assert sum(may_open(openings, SCHOOL, 0.0) for _ in range(30)) == OPENED_AN_HOUR
    with pytest.raises(StoreError, match="20 classes"), openings.one(SCHOOL, HOUR - 1):
        pytest.fail("it was opened")


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:198.51.100.7", SCHOOL, True),
        ("::ffff:198.51.100.7", "::ffff:198.51.100.8", False),
        ("fe80::1%eth0", "fe80::2%wlan0", True),
        ("", "", True),
        ("", SCHOOL, False),
    ],
)
def test_whoever_has_many_ipv6_addresses_counts_as_one(one, other, is_same):
    assert (household(one) == household(other)) is is_same


def test_memory_is_bounded(monkeypatch):
    tries = Tries()
    for number in range(MAX_ADDRESSES + 100):
        tries.ask(f"10.0.{number >> 8}.{number & 255}", "K7M2QX", 0.0)
    assert len(tries._addresses._asked) == MAX_ADDRESSES
    for number in range(MAX_KNOWN + 100):
        tries.tell(SCHOOL, f"{number}", was_right=True, now=0.0)
    assert len(tries._addresses.of(SCHOOL, 0.0).known) == MAX_KNOWN
    monkeypatch.setattr(guessing, "MAX_ADDRESSES", 2)
    few = used_up(SCHOOL)
    for address in (HOME, SCHOOL, "", SCHOOL):
        may_ask(few, address, "K7M2QX", 0.0)
    assert not may_ask(few, SCHOOL, new_code(), 0.0), "who asks is not forgotten"
