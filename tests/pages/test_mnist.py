"""The MNIST page without a browser: its numbers, recomputed here from the files by themselves."""

import gzip
import json
import re
import shutil
from html import escape

import numpy as np
import pooch  # type: ignore[import-untyped]
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from mnistnet import Drawing
from mnistnet.charts.number_text import adding_up, number, share
from mnistnet.drawing.url_text import encode
from mnistnet.texts import catalogue
from tests.support import ROOT
from tests.support.app import canvas, frames, shown, trace, words
from tests.support.digits import SEVEN

WEIGHTS = ROOT / "weights"
TEST_FILES = ("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz")


@pytest.fixture(autouse=True)
def nothing_loaded(request, monkeypatch, tmp_path):
    """Find no images, and forget those of other tests, but for `mnist_here`, whose are the same."""
    monkeypatch.delenv("MNISTNET_DATA", raising=False)
    monkeypatch.setattr(pooch, "os_cache", lambda _: tmp_path / "cache")
    if "mnist_here" in request.fixturenames:
        yield
        return
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def mnist_here(nothing_loaded, monkeypatch, mnist_folder):
    monkeypatch.setenv("MNISTNET_DATA", str(mnist_folder))


@pytest.fixture(scope="session")
def files(mnist_folder):
    """The test images (10000, 784) in [0, 1] and their labels, read without the project."""
    raw_images, raw_labels = (
        gzip.decompress((mnist_folder / name).read_bytes()) for name in TEST_FILES
    )
    pixels = np.frombuffer(raw_images, np.uint8, offset=16).reshape(10_000, 784)
    return pixels / 255, np.frombuffer(raw_labels, np.uint8, offset=8)


def outputs(W1, W2, images):
    """What a network answers, (m, 10): the lecture's formulas on rows instead of columns."""
    for W in (W1.astype(float), W2.astype(float)):
        if W.shape[1] > images.shape[1]:
            images = np.hstack([images, np.ones((len(images), 1))])
        images = 1 / (1 + np.exp(-images @ W.T))
    return images


def shipped(name, images):
    with np.load(WEIGHTS / f"{name}.npz") as weights:
        return outputs(weights["W1"], weights["W2"], images)


def page(name="mnist", **parameters):
    app = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    for parameter, value in ({"language": "en"} | parameters).items():
        app.query_params[parameter] = value
    app.switch_page(f"mnistnet/pages/{name}.py")
    app.run()
    assert not app.exception
    return app


def said(message):
    """Return a message as the visitor reads it, without the backslashes for Markdown."""
    return re.sub(r"\\(.)", r"\1", message.value)


def on_sheet(app):
    """Return the images on the sheet: number, label, answer, loss."""
    listed = re.findall(
        r"image (\d+): (\d), read as (\d), loss ([\d.e-]+)", shown(app, "sheet")["alt"]
    )
    return [(int(image), int(label), int(answer), loss) for image, label, answer, loss in listed]


def set_wishes(app, **wishes):
    for name, option in wishes.items():
        kind = app.selectbox if name in ("label", "answer") else app.segmented_control
        kind(key=f"query_{name}").set_value(option)
    app.run()
    assert not app.exception
    return [number for number, *_ in on_sheet(app)]


def test_drawn_digits_stand_beside_mnists(mnist_here):
    (row,) = re.findall(
        r"Drawn on a tablet, (\d+) digits(?:<td>([\d.]+) %)(?:<td>([\d.]+) %)", words(page())
    )

    cards = [json.loads((WEIGHTS / f"lecture-{x}.json").read_text("utf-8")) for x in "ab"]
    drawn = [card["sets"]["ipad_pencil.jsonl"] for card in cards]
    assert row == (str(drawn[0]["images"]), *(f"{100 * card['accuracy']:.2f}" for card in drawn))


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_table_says_what_numpy_computes(mnist_here, files, language):
    images, labels = files
    rows = re.findall(r"<tr><th scope=row>(.*?)(?=<tr>|</table>)", words(page(language=language)))
    rows = rows[:13]  # another table follows

    expected = []
    for name in ("lecture-a", "lecture-b"):
        y_hat = shipped(name, images)
        is_right = y_hat.argmax(axis=1) == labels
        losses = ((y_hat - np.eye(10)[labels]) ** 2).sum(axis=1)
        expected.append(
            [f"{100 * is_right.mean():.2f} %", f"{(~is_right).sum():,}", f"{losses.mean():.3f}"]
            + [f"{100 * is_right[labels == digit].mean():.1f} %" for digit in range(10)]
        )
    assert [row.split("<td>")[1:] for row in rows] == [
        list(row) for row in zip(*expected, strict=True)
    ]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_errors_of_each_digit_are_counted(mnist_here, files, language):
    images, labels = files
    is_wrong = shipped("lecture-b", images).argmax(axis=1) != labels
    app = page(network="lecture-b", language=language)

    counts = [int(is_wrong[labels == digit].sum()) for digit in range(10)]
    assert list(trace(app, "per_digit")["y"]) == counts
    assert f"{sum(counts):,}" in shown(app, "per_digit")["title"]
    for digit, count in enumerate(counts):
        part = share(count / (labels == digit).sum())
        words_ = catalogue(language)["mnist_page.errors_of"]
        assert words_.format(digit=digit, n=count, share=part) in shown(app, "per_digit")["alt"]


def test_the_confusion_matrix_counts_every_image(mnist_here, files):
    images, labels = files
    answers = shipped("lecture-b", images).argmax(axis=1)
    counts = [[int(((labels == i) & (answers == j)).sum()) for j in range(10)] for i in range(10)]

    right, wrong = json.loads(shown(page(network="lecture-b"), "confusion")["figure"])["data"]

    texts = [[f"{n:,}" if n else "" for n in row] for row in counts]
    assert right["text"] == wrong["text"] == texts
    assert sum(map(sum, counts)) == 10_000


def test_the_first_sheet_shows_the_first_images(mnist_here, files):
    images, labels = files
    y_hat = shipped("lecture-a", images)
    losses = ((y_hat - np.eye(10)[labels]) ** 2).sum(axis=1)

    assert on_sheet(page()) == [
        (i, labels[i], y_hat[i].argmax(), number(losses[i])) for i in range(50)
    ]


def test_sheets_can_be_turned_to_the_last(mnist_here):
    app = page()
    assert "1 to 50 of 10,000 images" in words(app)

    app.button(key="following").click().run()
    assert "51 to 100 of 10,000 images" in words(app)
    assert [number for number, *_ in on_sheet(app)] == list(range(50, 100))
    app.button(key="previous").click().run()
    assert [number for number, *_ in on_sheet(app)] == list(range(50))
    assert app.button(key="previous").disabled

    found = set_wishes(app, outcome="wrong")
    while not app.button(key="following").disabled:
        app.button(key="following").click().run()
        found += [number for number, *_ in on_sheet(app)]
    assert len(found) == len(set(found))
    (misread,) = re.findall(r"Misread of 10,000<td>([\d,]+)", words(app))
    assert f"{len(found):,}" == misread
    last = f"{len(found) - len(on_sheet(app)) + 1} to {misread} of {misread} images"
    assert last in words(app)


def test_images_are_found_by_what_they_are_and_how_they_are_read(mnist_here, files):
    images, labels = files
    y_hat = shipped("lecture-a", images)
    answers = y_hat.argmax(axis=1)
    losses = ((y_hat - np.eye(10)[labels]) ** 2).sum(axis=1)
    app = page()

    assert set_wishes(app, label=4) == np.flatnonzero(labels == 4)[:50].tolist()
    wrong = np.flatnonzero((labels == 4) & (answers != 4))
    assert set_wishes(app, outcome="wrong") == wrong[:50].tolist()
    worst = wrong[np.argsort(-losses[wrong])]
    assert set_wishes(app, order="worst") == worst[:50].tolist()
    nines = worst[answers[worst] == 9]
    assert set_wishes(app, answer=9) == nines.tolist()
    assert set_wishes(app, outcome="right") == []
    assert catalogue("en")["mnist_page.none_found"] in words(app)


def test_a_shuffle_is_the_same_until_shuffled_again(mnist_here):
    app = page()
    first = set_wishes(app, order="random")

    assert first != sorted(first)
    assert set_wishes(page(), order="random") == first
    app.button(key="shuffle").click().run()
    assert [number for number, *_ in on_sheet(app)] != first


def test_an_image_is_chosen_by_its_number_and_kept_in_the_address(mnist_here, files):
    images, labels = files
    app = page(drawing=encode(Drawing(tuple(SEVEN), (20.0,))))
    assert catalogue("en")["mnist_page.choose"] in words(app)

    app.number_input(key="image").set_value(115).run()

    assert app.query_params["image"] == "115"
    assert "drawing" not in app.query_params
    y_hat = shipped("lecture-a", images)[115]
    loss = ((y_hat - np.eye(10)[labels[115]]) ** 2).sum()
    assert f'class="digit">{y_hat.argmax()}' in words(app)
    assert f"Label {labels[115]}, loss {number(loss)}" in words(app)
    listed = ", ".join(f"{digit}: {number(value)}" for digit, value in enumerate(y_hat))
    assert shown(app, "activations")["alt"].endswith(listed)

    app.button(key="image_after").click().run()
    assert app.query_params["image"] == "116"
    app.button(key="image_before").click().run()
    assert app.query_params["image"] == "115"


def test_the_next_image_turns_the_sheet_that_it_is_on(mnist_here):
    app = page(image="49")

    app.button(key="image_after").click().run()

    assert app.query_params["image"] == "50"
    assert [number for number, *_ in on_sheet(app)] == list(range(50, 100))


def test_the_matrix_holds_every_pixel_to_two_decimals(mnist_here, files):
    images, _ = files
    dark, light = json.loads(shown(page(image="115"), "matrix")["figure"])["data"]

    written = np.char.add(dark["text"], light["text"]).ravel()

    assert written.tolist() == [f"{value:.2f}" if value else "0" for value in images[115]]


def test_without_a_choice_the_first_image_found_stands_where_the_chosen_one_will(mnist_here, files):
    images, labels = files
    app = page()
    set_wishes(app, label=4)
    first = int(np.flatnonzero(labels == 4)[0])

    np.testing.assert_allclose(trace(app, "seen")["z"].ravel(), images[first], atol=1e-6)
    assert "Label 4, loss" in words(app)
    assert "image" not in app.query_params
    app.button(key="take_image").click().run()
    assert app.query_params["image"] == str(first)
    assert catalogue("en")["mnist_page.see_on"] in words(app)
    app.button(key="image_after").click().run()
    assert app.query_params["image"] == str(np.flatnonzero(labels == 4)[1])


def test_nothing_found_and_nothing_chosen_shows_no_empty_figure(mnist_here):
    app = page()
    found = set_wishes(app, label=4, answer=4, outcome="wrong")

    assert found == []
    assert {"seen", "digit", "matrix"}.isdisjoint(frame["key"] for frame in frames(app))


@pytest.mark.parametrize("chosen", [None, 115])
def test_what_the_lecture_says_of_mnist_is_measured_on_the_image(mnist_here, files, chosen):
    images, _ = files
    app = page(**({"image": str(chosen)} if chosen else {}))
    pixels = images[chosen or 0].reshape(28, 28)
    rows, columns = np.nonzero(pixels)
    height, width = np.ptp(rows) + 1, np.ptp(columns) + 1
    row, column = (np.average(at, weights=pixels[rows, columns]) for at in (rows, columns))

    facts = {name: shown(app, f"fact_{name}")["title"] for name in ("split", "size", "centre")}
    assert "55,000" in facts["split"]
    assert "5,000 for validation, the 60,000" in facts["split"]
    assert "10,000 to test" in facts["split"]
    assert f"ink is {height} high and {width} wide" in facts["size"]
    assert "in a box of {0}×{0}".format(max(height, width)) in facts["size"]
    place = f"row {row:.1f}, column {column:.1f} of 0 to 27"
    assert f"{place}; MNIST puts it at (14, 14)" in facts["centre"]
    part = trace(app, "fact_values")
    top, left = part["y0"], part["x0"]
    seen = np.nan_to_num(part["z"]) + np.nan_to_num(trace(app, "fact_values", 1)["z"])
    np.testing.assert_allclose(seen, pixels[top : top + 6, left : left + 6], atol=1e-6)


def all_told(app):
    """Return every word and figure of the page that is about single images."""
    told = [
        frame | {"figure": json.loads(frame["figure"])}
        for frame in frames(app)
        if frame["key"] not in ("per_digit", "confusion")
    ]
    html = [text for text in words(app).split("\n") if "table class" not in text]
    return json.dumps(told, ensure_ascii=False) + "\n".join(html)


def test_nothing_tells_what_an_image_is_until_it_was_guessed(mnist_here, files):
    images, labels = files
    every = shipped("lecture-a", images)
    misread = int(np.flatnonzero(every.argmax(axis=1) != labels)[0])
    y_hat = every[misread]
    label, answer = int(labels[misread]), int(y_hat.argmax())
    texts = catalogue("en")
    losses = number(((y_hat - np.eye(10)[label]) ** 2).sum())
    giveaways = [
        texts["mnist_page.label"].format(label=label, loss=losses),
        f'class="digit">{answer}',
        f"{y_hat.max():.3f}",
        f"{label}→{answer}",
        texts["mnist_page.hover"].format(number=misread, label=label, answer=answer, loss=losses),
    ]
    app = page(image=str(misread))
    for _ in range(misread // 50):
        app.button(key="following").click().run()
    assert [words_ for words_ in giveaways if words_ not in all_told(app)] == []

    app.toggle(key="guess_first").set_value(True).run()

    assert [words_ for words_ in giveaways if words_ in all_told(app)] == []
    assert texts["mnist_page.hover_hidden"].format(number=misread) in shown(app, "sheet")["alt"]
    assert set(trace(app, "sheet", 2)["text"]) == {"?"}
    assert set(trace(app, "activations")["y"]) == {0}

    app.button(key="guess_9").click().run()

    assert [words_ for words_ in giveaways if words_ not in all_told(app)] == []
    names = ("guessed", "query_label", "query_answer")
    side_by_side = zip(
        (texts[f"mnist_page.{name}"] for name in names), (9, label, answer), strict=True
    )
    assert "".join(f"<span>{name} <b>{k}</b></span>" for name, k in side_by_side) in words(app)


def test_the_next_image_hides_again_and_one_that_was_guessed_does_not(mnist_here):
    app = page(image="0")
    app.toggle(key="guess_first").set_value(True).run()
    app.button(key="guess_7").click().run()
    assert "Label 7, loss" in words(app)
    assert app.button(key="guess_7").disabled

    app.button(key="image_after").click().run()
    assert "Label " not in words(app)
    assert not app.button(key="guess_7").disabled
    app.button(key="image_before").click().run()
    assert "Label 7, loss" in words(app)


def test_guesses_and_the_network_are_counted_on_the_same_images(mnist_here, files):
    images, labels = files
    wrong = np.flatnonzero(shipped("lecture-a", images).argmax(axis=1) != labels)[:2].tolist()
    app = page()
    app.toggle(key="guess_first").set_value(True).run()
    for image, guess in ((wrong[0], labels[wrong[0]]), (wrong[1], labels[wrong[1]]), (0, 1)):
        app.number_input(key="image").set_value(image).run()
        app.button(key=f"guess_{guess}").click().run()

    score = catalogue("en")["mnist_page.score"]
    assert score.format(right=2, network=1, n=3) in words(app)


def test_who_guesses_cannot_ask_by_label_or_answer(mnist_here):
    app = page()
    set_wishes(app, label=4)
    app.toggle(key="guess_first").set_value(True).run()

    assert app.selectbox(key="query_label").disabled
    assert app.selectbox(key="query_answer").disabled
    assert app.selectbox(key="query_label").value == "any"
    assert "of 10,000 images" in words(app)
    assert "label" not in app.query_params


def test_a_link_to_guess_by_hides_as_the_page_does(mnist_here):
    app = page(image="247")
    app.toggle(key="guess_first").set_value(True).run()
    app.button(key="guess_4").click().run()
    assert app.query_params["guess_first"] == "True"

    assert "Label " not in words(page(image="247", guess_first="True"))


@pytest.mark.parametrize("language", ["en", "ko"])
def test_draw_shows_the_chosen_image_and_takes_its_label_for_the_target(
    mnist_here, files, language
):
    images, labels = files
    app = page("draw", image="247", language=language)  # a 4 that is not read as one

    y_hat = shipped("lecture-a", images)[247]
    errors = (y_hat - np.eye(10)[labels[247]]) ** 2
    rows = re.findall(r"<th scope=row>\d<td>(.*?)<td>(.*?)<td>([^<]+)", words(app))
    assert rows == [
        (number(y_hat[k]), str(int(k == labels[247])), number(errors[k])) for k in range(10)
    ]
    assert catalogue(language)["draw.image"].format(number=247) in words(app)
    whose = catalogue(language)["target.label_of_image"].format(digit=labels[247])
    assert shown(app, "squared_error")["title"].endswith(f"Y: {whose}")


@pytest.mark.parametrize("name", ["lecture-a", "lecture-b"])
def test_forward_pass_shows_the_chosen_image(mnist_here, files, name):
    images, _ = files
    app = page("forward", image="247", network=name)

    y_hat = shipped(name, images)[247]
    listed = ", ".join(f"{digit}: {number(value)}" for digit, value in enumerate(y_hat))
    assert any(listed in frame["alt"] for frame in frames(app))


def test_error_shows_the_chosen_image_with_its_label_as_target(mnist_here, files):
    images, labels = files
    app = page("error", image="247", example="mine")

    y_hat = shipped("lecture-a", images)[247]
    _, loss = adding_up((y_hat - np.eye(10)[labels[247]]) ** 2)
    assert f'class="digit">{y_hat.argmax()}' in words(app)
    assert f"{labels[247]}, the image's label" in app.segmented_control(key="target").label
    assert f"<b>{loss}</b>" in words(app)


@pytest.mark.parametrize("target", [None, "3"])
def test_the_program_to_take_home_has_the_same_target_as_the_other_pages(mnist_here, files, target):
    _, labels = files
    app = page("forward", image="247", **({"target": target} if target else {}))

    assert f"`y = {target or labels[247]}`" in app.radio(key="line").options


@pytest.mark.parametrize(("name", "example"), [("draw", "slide"), ("error", "mine")])
def test_the_visitors_target_comes_before_the_images_label(mnist_here, files, name, example):
    images, labels = files
    chosen = (int(labels[247]) + 3) % 10

    app = page(name, image="247", target=str(chosen), example=example)

    y_hat = shipped("lecture-a", images)[247]
    _, loss = adding_up((y_hat - np.eye(10)[chosen]) ** 2)
    assert f"<b>{loss}</b>" in words(app)
    said = [app.segmented_control(key="target").label, *(frame["title"] for frame in frames(app))]
    assert any(f"{chosen}, chosen by you" in title for title in said)


def test_the_canvas_can_bring_back_the_drawing_that_the_image_replaced(mnist_here):
    drawn = encode(Drawing(tuple(SEVEN), (20.0,)))
    app = page(drawing=drawn)
    app.number_input(key="image").set_value(115).run()
    app.switch_page("mnistnet/pages/draw.py").run()
    assert not app.exception

    assert canvas(app)["drawing"] == ""
    assert canvas(app)["aside"] == drawn
    assert app.query_params["image"] == "115"


def test_a_drawing_in_the_address_comes_before_an_image(mnist_here):
    app = page("draw", image="115", drawing=encode(Drawing(tuple(SEVEN), (20.0,))))

    assert "image" not in app.query_params
    assert "drawing" in app.query_params


@pytest.mark.parametrize("image", ["10000", "-1", "seven"])
def test_an_image_that_does_not_exist_is_none(mnist_here, image):
    assert catalogue("en")["mnist_page.choose"] in words(page(image=image))


@pytest.mark.parametrize("language", ["en", "ko"])
def test_without_the_images_the_page_offers_them_and_says_where_to_put_them(tmp_path, language):
    app = page(language=language)

    assert app.info[0].value == catalogue(language)["download.needed_t10k"].format(size="1.65")
    assert "1.65 MB" in app.button(key="download").label
    for name in (*TEST_FILES, str(tmp_path / "cache")):
        assert name in app.markdown[-1].value


@pytest.mark.parametrize("language", ["en", "ko"])
def test_without_the_images_draw_explains_a_link_to_one(language):
    app = page("draw", image="115", language=language)

    assert escape(catalogue(language)["error.mnist_not_here"]) in words(app)


def test_a_download_fetches_the_two_files_and_shows_them(monkeypatch, mnist_folder, tmp_path):
    asked = []

    def fetch(url, output_file, _):
        asked.append(url.rsplit("/", 1)[1])
        shutil.copyfile(mnist_folder / asked[-1], output_file)

    monkeypatch.setattr(pooch, "HTTPDownloader", lambda **_: fetch)
    app = page()
    app.button(key="download").click().run()

    assert not app.exception
    assert asked == list(TEST_FILES)
    assert len(on_sheet(app)) == 50


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_download_that_fails_is_explained_and_can_be_tried_again(monkeypatch, language):
    def fail(url, output_file, _):
        raise OSError("no route to host")

    monkeypatch.setattr(pooch, "HTTPDownloader", lambda **_: fail)
    app = page(language=language)
    app.button(key="download").click().run()

    assert not app.exception
    assert said(app.warning[0]) == catalogue(language)["download.failed"]
    assert not app.button(key="download").disabled


@pytest.mark.parametrize(
    ("content", "key"),
    [
        pytest.param(None, "error.mnist_missing", id="missing"),
        pytest.param(b"", "error.mnist_not_idx", id="empty"),
        pytest.param(b"not gzip", "error.mnist_damaged", id="no gzip"),
        pytest.param(
            gzip.compress(b"\0\0\x08\x01\0\0\0\x01\x07"), "error.mnist_changed", id="other"
        ),
    ],
)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_damaged_images_are_explained(monkeypatch, mnist_folder, tmp_path, content, key, language):
    for name in TEST_FILES:
        shutil.copyfile(mnist_folder / name, tmp_path / name)
    (tmp_path / TEST_FILES[1]).unlink()
    if content is not None:
        (tmp_path / TEST_FILES[1]).write_bytes(content)
    monkeypatch.setenv("MNISTNET_DATA", str(tmp_path))

    (warning,) = page(language=language).warning

    assert all(part in said(warning) for part in re.split(r"\{\w+\}", catalogue(language)[key]))
