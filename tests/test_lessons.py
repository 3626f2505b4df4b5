"""The lessons name what stands on the pages: held against the words that visitors read."""

import re

import pytest

from mnistnet.texts import catalogue
from tests.support import ROOT


@pytest.mark.parametrize(
    ("language", "lessons", "readme"),
    [("en", "lessons.md", "README.md"), ("ko", "lessons.ko.md", "README.ko.md")],
)
def test_what_a_lesson_quotes_stands_on_a_page_or_heads_a_part_of_the_readme(
    language, lessons, readme
):
    text = (ROOT / "docs" / lessons).read_text(encoding="utf-8")
    heads = re.findall("^## (.*)$", (ROOT / readme).read_text(encoding="utf-8"), re.MULTILINE)
    quoted = {" ".join(words.split()) for words in re.findall(r'"([^"]+)"', text)}

    assert len(quoted) > 10
    known = [*catalogue(language).values(), *heads]
    assert {words for words in quoted if not any(words in one for one in known)} == set()
