import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnistnet.charts.number_text import (
    MINUS,
    SMALL,
    adding_up,
    number,
    share,
    short_number,
    sum_text,
)


def read(text):
    return float(text.replace(MINUS, "-"))


def test_numbers():
    assert number(0.97949) == "0.979"
    assert number(-2.7316) == "−2.732"
    assert number(2.7316, plus=True) == "+2.732"
    assert number(0.00041) == "4.1e-04"
    assert number(-3e-12) == "−3.0e-12"
    assert number(0.0005) == "0.001"  # the first that has three decimals
    assert number(0.0) == number(-0.0) == number(0.0, plus=True) == "0.000"
    assert number(-0.04, 1) == "0.0"


@given(st.floats(-1e6, 1e6))
def test_no_number_but_0_is_written_as_0(value):
    assert (read(number(value)) == 0) == (value == 0)
    assert abs(read(number(value)) - value) <= 0.0005001
    assert "-" not in number(value).replace("e-", "")


def test_over_a_bar_a_small_number_is_no_wider_than_others():
    assert short_number(0.97949) == "0.979"
    assert short_number(0.00041) == "4e-04"
    assert short_number(9.7e-5) == "1e-04"
    assert short_number(0.0) == "0.000"


def test_shares():
    assert share(0.647) == "64.7 %"
    assert share(0) == "0.0 %"
    assert share(1e-9) == "< 0.1 %"
    assert share(1) == "100.0 %"
    assert share(0.97416, 2) == "97.42 %"
    assert share(0.0003, 2) == "0.03 %"
    assert share(1e-9, 2) == "< 0.01 %"


def test_a_sum_whose_plain_rounding_does_not_add_up():
    terms = [4.40664, -2.73147]  # to three decimals 4.407 and 2.731, their sum 1.675

    assert adding_up(terms) == (["4.4067", "−2.7315"], "1.6752")
    assert adding_up(terms, plus=True)[0] == ["+4.4067", "−2.7315"]


def test_a_sum_of_small_terms_has_one_power_of_ten():
    assert adding_up([1.9e-6, 4e-9, 2.26e-7]) == (
        ["1.90e-06", "0.00e-06", "0.23e-06"],
        "2.13e-06",
    )
    assert adding_up([7e-8, 4e-8]) == (["0.70e-07", "0.40e-07"], "1.10e-07")
    assert adding_up([9.996e-8]) == (["1.00e-07"], "1.00e-07")
    assert adding_up([0.0, 0.0]) == (["0.0000", "0.0000"], "0.0000")
    assert adding_up([]) == ([], "0.0000")


def test_a_power_of_ten_that_all_terms_have_is_written_once():
    assert sum_text([1.9e-6, 2.26e-7]) == ("2.13e-06", "1e-06 × (1.90 + 0.23)")
    assert sum_text([0.01, 0.49]) == ("0.5000", "0.0100 + 0.4900")


def test_hundreds_of_small_terms_beside_one_larger_add_up():
    written, total = adding_up([0.5] + [0.000449] * 500)

    assert sum(map(read, written)) == pytest.approx(read(total), abs=1e-9)
    assert read(total) == pytest.approx(0.5 + 500 * 0.000449)
    assert {*written[1:]} == {"0.0004", "0.0005"}


@pytest.mark.parametrize("exponents", [(-3, 1), (-9, 1), (-9, -4), (0, 0)])
@given(st.integers(1, 800), st.integers(0, 2**32 - 1))
def test_what_is_read_adds_up(exponents, n, seed):
    low, high = exponents
    rng = np.random.default_rng(seed)
    terms = rng.normal(size=n) * 10 ** rng.uniform(low, high, n)
    terms[rng.random(n) < 0.3] = 0

    written, total = adding_up(terms)
    digit = 1e-4
    if np.abs(terms).max() < SMALL and terms.any():
        digit = 10.0 ** (int(total[total.index("e") + 1 :]) - 2)

    assert abs(sum(map(read, written)) - read(total)) <= digit * 0.501
    assert abs(read(total) - terms.sum()) <= digit * max(0.501, n * 0.005 if digit < 1e-4 else 0)
    for text, term in zip(written, terms, strict=True):
        assert abs(read(text) - term) <= digit * 1.001
        assert term or read(text) == 0
