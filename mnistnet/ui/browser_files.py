"""What the browser loads by itself: modules, ours and others', and the shipped networks' weights.

All stand under one address that holds the version of their content, so a browser keeps them for
ever (serving.py), and a refresh sends none of them again. They are read once: whoever edits one
starts the server anew.
"""

import hashlib
import re
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

from plotly.offline import get_plotlyjs

from mnistnet.weights import SHIPPED, load_network
from mnistnet.weights.packed import pack

BROWSER = Path(__file__).parents[1] / "browser"

# Streamlit sends a component's script along each time that it is mounted, so that is no more than
# this. The browser loads the module once, and its state lasts as long as the page. A page's own
# address says where the server is: like Streamlit's scripts, ours follow any path before it. What
# cannot be loaded has the page loaded anew (head/load_anew.js).
_MOUNT = """
const address = new URL("{address}", document.baseURI).href;
const load = () => import(address).catch((error) => loadAnew(address, error));
export default async (place) => (await load()).{mount}(place);
"""


@cache
def files() -> dict[str, bytes]:
    """Return what the browser loads, by name."""
    scripts = {path.name: path.read_bytes() for path in sorted(BROWSER.glob("*.js"))}
    networks = b"".join(pack(load_network(name)) for name in SHIPPED)
    return scripts | {
        "presenting.css": (BROWSER / "presenting.css").read_bytes(),
        "drawable_canvas.js": drawable_canvas("js").read_bytes(),
        "plotly.min.js": get_plotlyjs().encode(),
        "networks.bin": networks,
    }


def drawable_canvas(kind: str) -> Path:
    """Return streamlit-drawable-canvas's own file for the browser, of kind "js" or "css"."""
    package = distribution("streamlit-drawable-canvas")
    build = Path(str(package.locate_file("streamlit_drawable_canvas/frontend/build")))
    (file,) = build.glob(f"index-*.{kind}")
    return file


@cache
def style(name: str = "style") -> str:
    """Return how all pages look, or one by its name, "" if it has no style of its own.

    Without what only its readers need: each refresh sends it.
    """
    file = BROWSER / f"{name}.css"
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    short = re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
    return re.sub(r" ?([{};]) ?", r"\1", short)


@cache
def folder() -> str:
    """Return the folder that `files` stand in, below the page's own address."""
    digest = hashlib.sha256()
    for name, content in files().items():
        digest.update(b"%s %d " % (name.encode(), len(content)) + content)
    return f"mnistnet/{digest.hexdigest()[:16]}"


@cache
def head_script() -> bytes:
    """Return the script that stands in a page's head, before all that the browser has to ask for.

    Without what only its readers need: each refresh sends it.
    """
    text = (BROWSER / "head" / "load_anew.js").read_text(encoding="utf-8")
    code = re.sub(r"/\*\*.*?\*/", "", text, flags=re.DOTALL)
    short = re.sub(r"^ *//.*\n|^\s+", "", code, flags=re.MULTILINE)
    return f"<script>{short}</script>".encode()


def component(module: str, mount: str = "default") -> str:
    """Return the script of a component that one of our modules mounts.

    Parameters
    ----------
    module : str
        Its file's name.
    mount : str
        Which of its exports takes what Streamlit hands the component.
    """
    return _MOUNT.format(address=f"{folder()}/{module}", mount=mount)
