import ast
import re
from string import Formatter

import pytest

from mnistnet import MnistNetError
from mnistnet.texts import LANGUAGES, catalogue
from tests.support import ROOT
from tests.support.code import MODULES, tree_of


def placeholders(words: str) -> set[str]:
    if "%{" in words:  # Plotly's own, filled in the browser
        return set(re.findall(r"%\{(\w+)", words))
    return {field for _, field, _, _ in Formatter().parse(words) if field is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things(language):
    english, other = catalogue("en"), catalogue(language)

    assert other.keys() == english.keys()
    for key, words in other.items():
        assert words.strip(), key
        assert placeholders(words) == placeholders(english[key]), key


def test_korean_is_korean():
    same_by_nature = {
        "network.lecture-a",
        "network.lecture-b",
        "step.shrunk",
        "forward.x_row",
        "network_page.strip",
        "network_page.value",
        "network_page.sums",
        "network_page.target",
        "network_page.error",
    }
    for key, words in catalogue("ko").items():
        if key not in same_by_nature and not key.startswith(("table.", "figure.")):
            assert re.search("[가-힣]", words), key


def test_korean_sentences_end_in_one_style():
    for key, words in catalogue("ko").items():
        assert not re.search(r"니다\b", words), key


def code():
    for path in MODULES:
        yield from ast.walk(tree_of(path))


def test_every_key_in_the_code_has_words():
    used = {
        node.value
        for node in code()
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"error\.[a-z0-9_]+", node.value)
    }

    assert used
    assert used <= catalogue("en").keys()
    assert {key for key in catalogue("en") if key.startswith("error.")} == used


def test_every_key_is_used():
    """A key made by ``t(f"network.{name}")`` counts if the code names its "lecture-a" somewhere."""
    names, made = set(), set()
    for node in code():
        match node:
            case ast.Constant(str(value)) | ast.keyword(str(value)):
                names.add(value)
            case ast.Call(ast.Name("t"), [ast.JoinedStr() as key, *_]):
                made.add(re.sub(r"\{.*?\}", r"([\\w-]+)", ast.unparse(key)[2:-1]))
    for path in (ROOT / "mnistnet" / "browser" / "file").glob("*.js"):  # the page in one file
        names.update(re.findall(r'"(\w+\.\w+)"', path.read_text(encoding="utf-8")))

    def is_made(key):
        filled = (re.fullmatch(pattern, key) for pattern in made)
        return any(match and names.issuperset(match.groups()) for match in filled)

    assert [key for key in catalogue("en") if key not in names and not is_made(key)] == []


def test_an_error_says_its_sentence():
    error = MnistNetError("error.weights_missing", file="here.npz")

    assert str(error) == "There are no weights at here.npz."
