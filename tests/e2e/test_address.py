"""What is chosen on a page is there after a refresh, and the Back button takes it back."""

import re

import pytest
from playwright.sync_api import expect

from mnistnet.drawing.samples import sample
from mnistnet.drawing.url_text import encode
from tests.e2e.board import Board

DRAWN = f"drawing={encode(sample(7))}"

NUMBERS = {
    "forward": {"pixel_from_0": "300", "unit_from_0": "5"},
    "error": {"slide_3": "0.250", "slide_7": "1.000"},
    "train": {"setting_n_hidden": "30", "setting_learning_rate": "0.5", "setting_seed": "7"},
    "mnist": {"image": "42"},
}
"""What is typed, by page and key of the field."""

OPTIONS = {
    "forward": {"output": "3", "rival": "8", "stage": "As drawn"},
    "mnist": {"query_outcome": "wrong", "query_order": "random"},
}
"""What is pressed, by page and key of the choice."""

WRITTEN = {
    "forward": "pixel=300 unit=5 output=3 rival=8 stage=drawn right=1.5",
    "error": r"slide=[0-9a-f]+_3-0.25_7-1",
    "train": "n_hidden=30 learning_rate=0.5 seed=7 biases=True batch=1",
    "mnist": "image=42 outcome=wrong order=random sheet_seed=1 sheet_number=1",
}
"""What the address then says."""


def part(page, key):
    return page.locator(f".st-key-{key}").first


def field(page, key):
    return part(page, key).locator("input").first


@pytest.mark.parametrize("name", NUMBERS)
def test_what_was_chosen_is_there_after_a_refresh(open_at, name):
    page = open_at(f"{name}?{DRAWN}")
    expect(field(page, [*NUMBERS[name]][-1])).to_be_visible(timeout=30_000)
    Board(page).expect_idle()  # else Streamlit sets what is typed back to what was there
    for key, number in NUMBERS[name].items():
        field(page, key).fill(number)
        field(page, key).press("Enter")
        page.wait_for_url(re.compile(rf"[=-]{float(number):g}(_|&|$)"))
        Board(page).expect_idle()
    for key, option in OPTIONS.get(name, {}).items():
        part(page, key).get_by_role("radio", name=option, exact=True).click()
    if name == "forward":
        slider = part(page, "move_right").get_by_role("slider")
        for _ in range(3):
            slider.press("ArrowRight")
    if name == "train":
        part(page, "setting_biases").locator("label").first.click()
        field(page, "batch").press("ArrowUp")
    if name == "mnist":
        for key in ("shuffle", "following"):
            part(page, key).get_by_role("button").click()
    for written in WRITTEN[name].split():
        page.wait_for_url(re.compile(rf"[?&]{written}(&|$)"))

    page.reload()
    expect(field(page, [*NUMBERS[name]][-1])).to_be_visible(timeout=30_000)

    for key, number in NUMBERS[name].items():
        expect(field(page, key)).to_have_value(re.compile(f"^{number}0*$"))
    for key, option in OPTIONS.get(name, {}).items():
        expect(part(page, key).get_by_role("radio", name=option, exact=True)).to_be_checked()
    if name == "forward":
        expect(part(page, "move_right")).to_contain_text("1.5")
    if name == "train":
        expect(field(page, "setting_biases")).to_be_checked()
        expect(field(page, "batch")).to_have_value("1")
    if name == "mnist":
        expect(part(page, "pager")).to_contain_text("51 to 100")
    for written in WRITTEN[name].split():
        assert re.search(rf"[?&]{written}(&|$)", page.url)


def test_each_step_of_a_number_is_one_step_back(open_at):
    page = open_at(f"forward?{DRAWN}")
    for number in ("1", "2"):
        part(page, "pixel_from_0").get_by_test_id("stNumberInputStepUp").click()
        page.wait_for_url(re.compile(f"[?&]pixel={number}(&|$)"))
        Board(page).expect_idle()

    for number in ("1", "0"):
        page.go_back()
        expect(field(page, "pixel_from_0")).to_have_value(number)
        Board(page).expect_idle()
