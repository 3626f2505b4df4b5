"""What visitors write is shown as they wrote it: never as HTML, a link, an image or a formula."""

import ast
import re
import string

import numpy as np
import pytest
import streamlit as st

from mnistnet.texts import LANGUAGES
from mnistnet.ui.messages import literal
from tests.support.app import open_page, words
from tests.support.code import MODULES, tree_of
from tests.ui.test_own_weights import W1, W2, packed, page

ATTACKS = (
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "![](http:x)[a](javascript:alert(1))",
    "**a** `b` $c$ :red[d] ~e~ # f",
    "</style><svg onload=alert(1)>",
)


def code() -> list[tuple[str, ast.Module]]:
    return [(path, tree_of(path)) for path in MODULES]


def calls(tree: ast.AST) -> list[tuple[str, ast.Call]]:
    """Return all calls below a node by the last part of what is called."""
    return [
        (ast.unparse(node.func).rsplit(".", 1)[-1], node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    ]


def test_no_markdown_may_hold_html():
    for path, tree in code():
        for name, call in calls(tree):
            keywords = {keyword.arg for keyword in call.keywords}
            assert "unsafe_allow_html" not in keywords, f"{path}: {name}"


def test_scripts_hold_nothing_that_changes():
    allowed = [
        call.args[0]
        for _, tree in code()
        for name, call in calls(tree)
        if any(keyword.arg == "unsafe_allow_javascript" for keyword in call.keywords)
    ]
    assert [ast.unparse(script) for script in allowed] == ["SCROLL"]


def test_what_an_error_tells_of_a_stranger_is_escaped():
    """An error's values are a file's name and content: they leave `t` only to be escaped."""
    for path, tree in code():
        escaped = {
            id(argument)
            for name, call in calls(tree)
            if name in ("literal", "escape", "prompt_html")
            for argument in call.args
        }
        for name, call in calls(tree):
            tells = any(
                keyword.arg is None and ast.unparse(keyword.value).endswith(".values")
                for keyword in call.keywords
            )
            assert not (name == "t" and tells) or id(call) in escaped, f"{path}:{call.lineno}"


def test_html_takes_no_name_of_a_file_and_nothing_typed():
    for path, tree in code():
        for name, call in calls(tree):
            if name not in ("html",):
                continue
            inserted = {
                ast.unparse(node.value).split("(")[0]
                for node in ast.walk(call)
                if isinstance(node, ast.FormattedValue)
            }
            strangers = {"error", "file.name", "files", "st.session_state[NAMES]", "own_names"}
            assert not inserted & strangers, f"{path}:{call.lineno}"


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_files_name_and_words_are_shown_as_they_are(attack):
    name = attack.replace("/", "-")  # which no file's name holds
    app = page()
    (uploader,) = app.file_uploader

    uploader.upload(f"{name}.npz", packed(np.savez, W1=W1, W2=W2))
    app.run()

    assert not app.exception
    assert app.success[0].value == literal(app.success[0].value.replace("\\", ""))
    assert name in app.success[0].value.replace("\\", "")
    assert attack not in words(app)

    (uploader,) = app.file_uploader
    uploader.upload(f"{name}.txt", attack.replace(" ", "").encode())
    app.run()

    assert not app.exception
    (warning,) = app.warning
    assert warning.value == literal(warning.value.replace("\\", ""))
    assert name in warning.value.replace("\\", "")
    assert attack not in words(app)


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_in_the_address_reaches_the_page(attack):
    app = open_page(link=attack, language=attack, network=attack, target=attack, image=attack)

    assert attack not in words(app)
    assert all(attack not in element.value for element in (*app.markdown, *app.warning))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_name_of_a_folder_is_shown_as_it_is(monkeypatch, tmp_path, language):
    folder = tmp_path / "<img src=x>"
    folder.mkdir()
    monkeypatch.setenv("MNISTNET_DATA", str(folder))
    st.cache_resource.clear()  # other tests may have loaded the images

    app = open_page(image="7", language=language)

    assert "<img src=x>" not in words(app)
    assert "&lt;img src=x&gt;" in words(app)


def test_every_sign_of_markdown_is_escaped():
    for sign in string.punctuation:
        assert literal(sign).lstrip("\u2060") == f"\\{sign}"


@pytest.mark.parametrize(
    "name", ["www.example.org.npz", "WWW.a.npz", "http://a.npz", "https://a.npz", "a@b.org.npz"]
)
def test_a_name_like_an_address_is_no_link(name):
    address = re.compile(r"https?://|www\.|[-.\w+]+@", re.IGNORECASE)  # as mdast-util-gfm has it

    shown = literal(name).replace("\\", "")

    assert address.search(name)
    assert not address.search(shown)
    assert shown.replace("\u2060", "") == name
