"""Every page where the visitor's system forces its own colours, as Windows' contrast themes do."""

import io
from collections import Counter

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.e2e.every_page import LAST_FIGURE, drawn

CONTRAST = 3
"""What parts of a page need that are told apart by their colours alone: WCAG 2.2, 1.4.11."""


def luminance(colour):
    """Return the relative luminance of an sRGB colour of 0 to 255, as WCAG 2.2 defines it."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, two):
    dark, bright = sorted((luminance(one), luminance(two)))
    return (bright + 0.05) / (dark + 0.05)


def colours(part):
    """Return the colours of a part of the page, the most frequent first."""
    image = Image.open(io.BytesIO(part.screenshot())).convert("RGB")
    return [colour for colour, _ in Counter(image.get_flattened_data()).most_common()]


def strongest(part):
    """Return the contrast of the colour that stands out most from a part's most frequent one."""
    ground, *others = colours(part)
    return max((contrast(ground, other) for other in others), default=1)


def seen(radio):
    """Return what is seen of a radio button: of an input that is not, its label."""
    label = radio.locator("xpath=ancestor::label")
    return label if label.count() else radio


SCHEMES = ("light", "dark")


@pytest.fixture
def open_forced(open_at):
    """Return a function that opens a page in forced colours."""

    def open_(name):
        address = drawn(name) if name == "mnist" else f"{drawn(name)}&target=3"
        page = open_at(address, forced_colors="active")
        last = page.locator(LAST_FIGURE[name]).first
        expect(last).to_be_visible(timeout=60_000)
        return page

    return open_


def expect_choices_to_be_seen(page, n_groups):
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        groups = page.get_by_role("radiogroup").filter(has=page.get_by_role("radio", checked=True))
        expect(groups).to_have_count(n_groups)  # once the page has taken the scheme up
        for group in groups.all():
            chosen = seen(group.get_by_role("radio", checked=True))
            other = seen(group.get_by_role("radio", checked=False).first)
            assert contrast(colours(chosen)[0], colours(other)[0]) >= CONTRAST, scheme
            assert strongest(chosen) >= CONTRAST, scheme  # its words


@pytest.mark.parametrize(("name", "n_groups"), [("forward", 5), ("mnist", 4)])
def test_what_is_chosen_is_seen(open_forced, name, n_groups):
    expect_choices_to_be_seen(open_forced(name), n_groups)


def test_what_is_chosen_the_slider_and_the_focus_are_seen(open_forced):
    page = open_forced("")
    expect_choices_to_be_seen(page, 4)

    track, thumb = (page.locator(".st-key-pen [role=group] > div > div").nth(i) for i in (0, 1))
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        ground = colours(page.locator(".st-key-task"))[0]
        assert contrast(colours(track)[0], ground) >= CONTRAST, scheme
        assert contrast(colours(thumb)[0], ground) >= CONTRAST, scheme
        assert strongest(thumb) > 1, scheme

    for _ in range(18):
        page.keyboard.press("Tab")
        focused = page.locator(":focus:not(.stMain)").last  # not what a component stands in
        if focused.count():
            assert focused.evaluate("focused => getComputedStyle(focused).outlineStyle") == "solid"


def test_each_share_of_the_loss_is_seen(open_forced):
    page = open_forced("error")
    expect_choices_to_be_seen(page, 5)

    share = page.locator("td.share").nth(5)
    words = share.inner_text()
    share.evaluate("cell => cell.replaceChildren()")
    assert words == "59.0 %"
    assert strongest(share) >= CONTRAST


def test_switches_and_progress_are_seen(open_forced):
    page = open_forced("train")
    expect_choices_to_be_seen(page, 1)

    assert strongest(page.get_by_test_id("stProgressBarTrack")) >= CONTRAST
    switch = page.locator(".stCheckbox").first
    off = colours(switch)
    assert strongest(switch.locator("span + div").first) >= CONTRAST
    switch.click()
    expect(switch.get_by_role("switch")).to_be_checked()
    assert strongest(switch.locator("span + div").first) >= CONTRAST
    page.mouse.move(0, 0)
    assert colours(switch) != off
