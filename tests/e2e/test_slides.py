"""With both lectures in hand: what a slide shows is found on the page, with its number."""

import ast
import re

import numpy as np
import pytest
from playwright.sync_api import expect

from mnistnet import forward, load_network, one_hot
from mnistnet.charts.number_text import MINUS, number
from mnistnet.lecture import load_mnist_num
from mnistnet.loss import loss
from mnistnet.network import layer_input

ON_THE_SLIDE = [0.0, 0.002, 0.001, 0.0, 0.0, 0.001, 0.0, 0.979, 0.006, 0.003]
"""What lecture A's program prints with the lecture's own weights."""


@pytest.fixture
def example(mnist_folder, monkeypatch):
    """MNIST's first training image of a 7, as the lecture's program loads it."""
    monkeypatch.setenv("MNISTNET_DATA", str(mnist_folder))
    X, label = load_mnist_num(7)
    assert label == 7
    return X.reshape(784, 1)


@pytest.fixture
def walk(open_at):
    """Return a function that opens Forward pass with the lecture's example and a network."""

    def open_(name, **context):
        page = open_at(f"forward?network={name}", **context)
        page.get_by_role("button", name="The lecture's example: a 7").click()
        page.wait_for_url("**first_image=7*")
        expect(page.locator(".st-key-after .main-svg").first).to_be_visible(timeout=30_000)
        return page

    return open_


def read(text):
    return float(text.replace(MINUS, "-"))


def in_brackets(page, name):
    """Return the head of each row of a column or matrix, and its cells."""
    figure = page.locator(f"figure.numbers:has(b:text-is('{name}'))")
    rows = figure.locator("tbody tr:not(.dots)").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    )
    return {head: cells for head, *cells in rows}


def products(page, place):
    """Return the products that a table lists, what rounding leaves, and their sum, all as read."""
    table = page.locator(".products").nth(place)
    terms = table.locator("tbody tr:not(.rounding) td:last-child:not([colspan])")
    left = table.locator(".rounding td").all_text_contents()
    total = read(table.locator("tfoot td").inner_text())
    return terms.all_text_contents(), sum(map(read, left)), total


def expect_products(page, place, factors, z):
    """Check that each product is written as it is, and that what is read adds up."""
    terms, left, total = products(page, place)
    assert terms == [number(product, 4) for product in sorted(factors, key=abs, reverse=True)]
    assert total == pytest.approx(z, abs=5.1e-5)
    assert sum(map(read, terms)) + left == pytest.approx(total, abs=5.1e-5)
    assert abs(left) < 0.5e-4 * len(terms)


def bright(page, key):
    """Return the numbers of a heat map."""
    figure = page.locator(f".frame-{key} .figure")
    rows = "figure => figure.calcdata[0][0].z.map(row => Array.from(row))"
    return np.array(figure.evaluate(rows))


def test_lecture_a(walk, example):
    page, network = walk("lecture-a"), load_network("lecture-a")
    run = forward(network, example)

    # X as a column, counted from 0 or from 1, each row with its place in the image
    column = in_brackets(page, "X")
    assert column["[0]"] == ["0.000", "row 0, col. 0"]
    assert column["[783]"] == ["0.000", "row 27, col. 27"]
    ink = int(example.argmax())
    page.locator(".st-key-pixel_from_0 input").fill(str(ink))
    page.locator(".st-key-pixel_from_0 input").press("Enter")
    expect(page.locator("figure.numbers").first).to_contain_text(f"[{ink}]")
    place = f"row {ink // 28}, col. {ink % 28}"
    assert in_brackets(page, "X")[f"[{ink}]"] == [number(example[ink, 0]), place]

    # W1: corners and the chosen row, whose products with X add up to Z1
    W1 = in_brackets(page, "W1")
    expect(page.locator("figure.numbers").filter(has_text="W1 (100, 784)")).to_have_count(1)
    assert [*W1] == ["0", "1", "2", "97", "98", "99"]
    for i, cells in W1.items():
        assert cells[:3] == [number(w) for w in network.W1[int(i), :3]]
        assert cells[-3:] == [number(w) for w in network.W1[int(i), -3:]]
    inked = example[:, 0] > 0
    expect_products(page, 0, (network.W1[0] * example[:, 0])[inked], run.Z1[0, 0])

    # W2 as numbers and in colours, and all hundred products
    W2 = in_brackets(page, "W2")
    assert W2["7"][:3] == [number(w) for w in network.W2[7, :3]]
    assert bright(page, "w2") == pytest.approx(network.W2, abs=1e-5)
    output = run.A2.argmax()
    expect_products(page, 1, network.W2[output] * run.A1[:, 0], run.Z2[output, 0])

    # Z1, A1, Z2, A2 as columns with three decimals
    for name, values in (("Z1", run.Z1), ("A1", run.A1), ("Z2", run.Z2), ("A2 = ŷ", run.A2)):
        shown = [cells[0] for cells in in_brackets(page, name).values()]
        assert shown == [number(value) for value in values[:, 0]], name

    # beside what the lecture's program prints with weights of its own
    rows = page.locator(".st-key-output_numbers table.values tbody tr").all_text_contents()
    listed = [number(a) + number(b) for a, b in zip(run.A2[:, 0], ON_THE_SLIDE, strict=True)]
    assert rows == [f"{digit}{both}" for digit, both in enumerate(listed)]

    # the lecture's program, line by line
    values = page.locator(".st-key-line_value")
    printed = f"predict: {np.round(run.A2.ravel(), 3)}"
    expect(values.locator("code")).to_have_text(printed)
    page.get_by_text('print("image:", y)').click()
    expect(values.locator("code")).to_have_text("image: 7")
    page.get_by_text("Z2 = np.dot(W2, A1)").click()
    expect(values.locator("figcaption")).to_have_text("Z2 (10, 1)")
    assert [read(cells[0]) for cells in in_brackets(values, "Z2").values()] == pytest.approx(
        run.Z2[:, 0], abs=5.1e-4
    )


def test_lecture_b_with_its_1s_and_its_own_names(walk, example):
    page, network = walk("lecture-b"), load_network("lecture-b")
    page.get_by_role("radio", name="1, as on the slides").click()
    page.wait_for_url("**counting=1*")
    run = forward(network, example)

    column = page.locator("figure.numbers").filter(has_text="a1 = [X; 1] (785, 1)")
    expect(column.locator("tr.one")).to_have_text("x7851always 1")
    column = page.locator("figure.numbers").filter(has_text="a2 = [A1; 1] (15, 1)")
    expect(column.locator("tr.one")).to_have_text("a151always 1")
    shown = [cells[0] for cells in in_brackets(page, "a2 = [A1; 1]").values()]
    assert shown == [*(number(a) for a in run.A1[:, 0]), "1"]
    assert in_brackets(page, "w2 = W2")["10"][-1] == number(network.W2[9, 14])
    for line, made in (
        ("a1 = np.concatenate([x, [[1]]])", layer_input(network, example)),
        ("a2 = np.concatenate([g(z2), [[1]]])", layer_input(network, run.A1)),
    ):
        page.get_by_text(line).click()
        caption = f"{line[:2]} {made.shape}"
        expect(page.locator(".st-key-line_value figcaption")).to_have_text(caption)
    inputs = layer_input(network, example)[:, 0]
    expect_products(page, 0, (network.W1[0] * inputs)[inputs > 0], run.Z1[0, 0])


@pytest.mark.parametrize("form", ["NumPy", "CSV"])
def test_a_matrix_is_copied_at_one_press(open_at, form):
    def allow(page):
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    page = open_at("forward?network=lecture-b", prepare=allow)
    page.get_by_role("button", name=f"Copy W1 as {form}").click()

    expect(page.get_by_text("W1 is copied.")).to_be_visible(timeout=15_000)
    text = page.evaluate("navigator.clipboard.readText()")
    if form == "CSV":
        again = np.loadtxt(text.splitlines(), delimiter=",")
    else:
        (matrix,) = re.findall(r"W1 = np\.array\((.*)\)\n", text, re.DOTALL)
        again = np.array(ast.literal_eval(matrix))
    assert np.array_equal(again, load_network("lecture-b").W1)


def test_the_facts_about_mnist(open_at):
    page = open_at("mnist?image=0")
    for fact, words in (
        ("split", "55,000"),
        ("split", "10,000"),
        ("size", "28×28"),
        ("centre", "centre of mass"),
        ("values", "0"),
    ):
        expect(page.locator(f".frame-fact_{fact} .title")).to_contain_text(words, timeout=30_000)
        expect(page.locator(f".frame-fact_{fact} .main-svg").first).to_be_visible()


def test_the_worked_example_of_the_error(open_at):
    page = open_at("error")
    foot = page.locator("table.error tfoot")
    expect(foot).to_contain_text("0.83", timeout=30_000)
    squares = page.locator("table.error tbody td:nth-child(5)").all_text_contents()
    assert sum(map(read, squares)) == pytest.approx(0.83)
    y_hat = np.array([[0.1, 0.8, 0.3, 0.2, 0.1, 0.7, 0.1, 0.2, 0.3, 0.1]]).T
    assert loss(y_hat, one_hot(1)) == pytest.approx(0.83)
