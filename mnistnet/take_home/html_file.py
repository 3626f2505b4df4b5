"""The pages Draw and Network as one HTML file: no server, no request, nothing installed.

The file is made of the very modules that the page runs in the browser, and of a few that only it
needs (browser/file/); they stand in it as they are here.
"""

import json
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path
from posixpath import dirname, join, normpath

from mnistnet.charts.network_layout import MOST_UNITS
from mnistnet.charts.network_still import N_LINES
from mnistnet.drawing.samples import WRITTEN
from mnistnet.drawing.strokes import PENS
from mnistnet.network import SURE, Network
from mnistnet.take_home.forward_steps import program_line, steps
from mnistnet.texts import LANGUAGES, catalogue
from mnistnet.weights import SHIPPED, load_network
from mnistnet.weights.packed import name_of, pack

BROWSER = Path(__file__).parents[1] / "browser"

FIRST = "file/main.js"
"""The module that the file begins with; it holds all that this one imports, and what those do."""

STYLES = ("style.css", "network.css", "canvas.css", "share.css", "file/file.css")

TABLES = (
    *("draw", "error", "figure", "file", "label", "mark", "network", "network_page"),
    *("network_step", "own", "pen", "preparation", "present", "sample_check", "samples"),
    *("share", "step", "table", "target"),
)
"""The tables of words that the file has, whole."""

IMPORTED = re.compile(r'(?:from|import)\s*"(\.[^"]+)"')


def html_file(own: Mapping[str, Network] | None = None) -> str:
    """Return the file's text.

    Parameters
    ----------
    own : dict, optional
        Networks to put in beside the two shipped ones, by what they are called there.
    """
    networks, packed = _networks(own or {})
    files = [_embedded(name, "text/javascript", _read(name)) for name in modules()]
    files.append(_embedded("presenting.css", "text/css", _read("presenting.css")))
    weights = b64encode(b"".join(packed)).decode()
    files.append(_embedded("networks.bin", "application/octet-stream;base64", weights))
    told = json.dumps(_told(networks), ensure_ascii=False, separators=(",", ":"))
    told = told.replace("<", "\\u003c")  # no script element ends within it
    files.append(f'<script type="application/json" id="told">{told}</script>')
    parts = {
        "styles": "\n".join(f"<style>\n{_read(name)}</style>" for name in STYLES),
        "presenting.html": _read("presenting.html"),
        "files": "\n".join(files),
    }
    return re.sub(
        r"<!-- (styles|presenting\.html|files) -->",
        lambda mark: parts[mark[1]],
        _read("file/page.html"),
    )


def _networks(own: Mapping[str, Network]) -> tuple[list[dict[str, object]], list[bytes]]:
    """Return what is said of each network, and each packed; what a class trained comes first."""
    ours = [(f"class-{i}", label, own[label]) for i, label in enumerate(own, start=1)]
    listed, packed = [], []
    for key, label, network in [*ours, *((name, "", load_network(name)) for name in SHIPPED)]:
        packed.append(pack(network))
        listed.append({"key": key, "label": label, "number": name_of(packed[-1])})
    return listed, packed


def _told(networks: list[dict[str, object]]) -> dict[str, object]:
    """Return what the modules know from Python."""
    return {
        "words": {language: _words(language) for language in LANGUAGES},
        "languages": LANGUAGES,
        "networks": networks,
        "samples": WRITTEN,
        "steps": {
            "plain": _steps(load_network("lecture-a")),
            "biases": _steps(load_network("lecture-b")),
        },
        "nLines": N_LINES,
        "mostUnits": MOST_UNITS,
        "sure": SURE,
        "pens": (PENS[0], PENS[-1]),
    }


def modules() -> list[str]:
    """Return the modules of the file by their paths below browser/: `FIRST` and all it needs."""
    found: list[str] = []
    _add(FIRST, found)
    return sorted(found)


def _add(name: str, found: list[str]) -> None:
    found.append(name)
    for path in _imports(name):
        if path not in found:
            _add(path, found)


def _imports(name: str) -> Iterator[str]:
    for path in IMPORTED.findall(_read(name)):
        yield normpath(join(dirname(name), path))


def _read(name: str) -> str:
    return (BROWSER / name).read_text(encoding="utf-8")


def _embedded(name: str, kind: str, text: str) -> str:
    """Return what stands in a script element that no browser runs.

    Raises
    ------
    ValueError
        If it would end that element.
    """
    if re.search("</script|<!--", text, re.IGNORECASE):
        raise ValueError(f"{name} cannot stand in an HTML file")
    return f'<script type="text/plain" data-file="{name}" data-kind="{kind}">\n{text}</script>'


def _words(language: str) -> dict[str, str]:
    every = catalogue(language).items()
    return {key: words for key, words in every if key.partition(".")[0] in TABLES}


def _steps(network: Network) -> list[dict[str, str]]:
    return [
        {
            "name": step.name,
            "formula": step.formula,
            "shapes": step.shapes,
            "line": program_line(network, step),
        }
        for step in steps(network.has_biases)
    ]
