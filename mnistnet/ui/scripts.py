"""Our own JavaScript, and how it reaches the browser.

Streamlit sends a component's script along each time that the component is mounted. So scripts of
any size are mounted once a visit, outside every fragment, and what every run mounts is a component
whose script is `PLACE`: it hands itself over to ``window.<its name>``, by which the other waits.
"""

from pathlib import Path


def script(*names: str) -> str:
    """Return files of this folder as one JavaScript module."""
    return "\n".join(Path(__file__).with_name(name).read_text(encoding="utf-8") for name in names)


PLACE = script("place.js")
