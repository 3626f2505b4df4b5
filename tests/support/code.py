"""The project's own Python as trees, each read once."""

import ast
from functools import cache

from tests.support import ROOT

MODULES = ["app.py", *(str(p.relative_to(ROOT)) for p in (ROOT / "mnistnet").rglob("*.py"))]
"""Paths below the project's folder."""


@cache
def text_of(path: str) -> str:
    """Return what stands in a module."""
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tree_of(path: str) -> ast.Module:
    """Return a module as a tree."""
    return ast.parse(text_of(path))
