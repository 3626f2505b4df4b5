import re
import string
from pathlib import Path

import pytest

import mnistnet
from mnistnet.errors import WeightsError
from mnistnet.texts import LANGUAGES, catalogue

SOURCES = "".join(path.read_text() for path in Path(mnistnet.__file__).parent.rglob("*.py"))
ERRORS = sorted(set(re.findall(r'"(error\.\w+)"', SOURCES)))


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("key", ERRORS)
def test_every_mistake_has_its_sentence_in_every_language(key: str) -> None:
    sentences = [catalogue(language)[key] for language in LANGUAGES]
    assert len({frozenset(placeholders(sentence)) for sentence in sentences}) == 1
    assert len(set(sentences)) == len(sentences)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_left_over(language: str) -> None:
    assert {key for key in catalogue(language) if key.startswith("error.")} == set(ERRORS)


def test_an_error_reads_as_its_english_sentence() -> None:
    assert str(WeightsError("error.weights_missing", file="w.npz")) == catalogue("en")[
        "error.weights_missing"
    ].format(file="w.npz")
