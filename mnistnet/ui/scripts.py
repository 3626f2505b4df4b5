"""Our own JavaScript, and how it reaches the browser.

Streamlit sends a component's script along each time that the component is mounted. So scripts of
any size are mounted once a visit, outside every fragment, and what every run mounts is a component
whose script is `PLACE`: it hands itself over to ``window.<its name>``, by which the other waits.
"""

from pathlib import Path

BROWSER = Path(__file__).parents[1] / "browser"


def script(*names: str) -> str:
    """Return files of `BROWSER` as one JavaScript module or style sheet."""
    return "\n".join((BROWSER / name).read_text(encoding="utf-8") for name in names)


PLACE = script("place.js")
