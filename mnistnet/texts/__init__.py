"""Every word that a visitor reads, one TOML file a language."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

LANGUAGES = {"ko": "한국어", "en": "English"}


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Return the words of one of `LANGUAGES`, such as ``{"draw.prompt": "Draw a digit"}``."""
    path = Path(__file__).with_name(f"{language}.toml")
    return dict(_flat(tomllib.loads(path.read_text(encoding="utf-8"))))


def _flat(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", str(value)
