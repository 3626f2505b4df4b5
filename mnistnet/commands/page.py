"""``mnistnet page``: start the page, for oneself or for a class."""

import io
import socket
from importlib.metadata import PackageNotFoundError, requires
from importlib.util import find_spec

import click

from mnistnet.local_address import local_address
from mnistnet.weights import FOLDER

APP = FOLDER.parent / "app.py"
"""Beside the weights, in a clone and in a wheel; its settings stand beside it in .streamlit."""

PACKAGES = ("streamlit", "streamlit_drawable_canvas", "plotly", "segno")
"""What the page needs besides what the package needs."""

THIS_COMPUTER = "127.0.0.1"
EVERY_NETWORK, EVERY_NETWORK_6 = "0.0.0.0", "::"  # noqa: S104 - only when a class is to come in


@click.command()
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8501, show_default=True, help="Port to use."
)
@click.option(
    "--address",
    help="This computer's address to use; by default the page is for this computer alone.",
)
@click.option(
    "--class",
    "is_for_class",
    is_flag=True,
    help="Open it to the network of a class; print the address there, also as a QR code.",
)
def page(port: int, address: str | None, is_for_class: bool) -> None:
    """Start the page, for this computer or a class."""
    if missing := [name for name in PACKAGES if find_spec(name) is None]:
        raise click.ClickException(f"The page needs {', '.join(missing)}: {_way_to_get_them()}")
    address = (address or (_in_the_network() if is_for_class else THIS_COMPUTER)).strip("[]")
    is_6 = ":" in address
    shown = f"[{address}]" if is_6 else address  # as a link has IPv6
    listening = (EVERY_NETWORK_6 if is_6 else EVERY_NETWORK) if is_for_class else address
    url = f"http://{shown}:{port}"
    _require_free(listening, port, url)
    click.echo(f"The page is at {url} until Ctrl-C ends it.")
    if is_for_class:
        click.echo(_qr_code(url))
        click.echo(f"If others cannot open it, let this computer's firewall pass port {port}.")
    _serve(listening, port, shown)


def _way_to_get_them() -> str:
    """Return the command that installs what the page needs."""
    try:
        needed = requires("mnistnet") or []
    except PackageNotFoundError:  # run from a clone
        return "pip install -r requirements.txt"
    of_page = [need.split(";")[0].strip() for need in needed if need.endswith("extra == 'page'")]
    return "pip install " + " ".join(f'"{need}"' for need in sorted(of_page))


def _in_the_network() -> str:
    """Return the address that a class sees."""
    if found := local_address():
        return found
    raise click.ClickException(
        "No address in a network was found. Connect this computer to the network of the class; "
        "if it is connected, say its address there: --class --address 192.168.0.10 or the like "
        "(ipconfig shows it on Windows, ip addr or ifconfig elsewhere)."
    )


def _require_free(listening: str, port: int, url: str) -> None:
    """Say what is wrong before an address is printed that will not answer."""
    family = socket.AF_INET6 if ":" in listening else socket.AF_INET
    try:
        socket.create_server((listening, port), family=family).close()
    except OSError as error:
        raise click.ClickException(
            f"Nothing can be served at {url}, perhaps because something is already; "
            "--port and --address choose another place."
        ) from error


def _qr_code(url: str) -> str:
    """Return a link as a QR code of characters, dark on light whatever the terminal's colours."""
    import segno

    code = io.StringIO()
    segno.make_qr(url, error="l").terminal(code, compact=True)
    lines = code.getvalue().splitlines()
    return "\n".join(click.style(line, fg="bright_white", bg="black") for line in lines)


def _serve(listening: str, port: int, shown: str) -> None:
    """Do as ``streamlit run app.py`` does, until Ctrl-C."""
    from streamlit.web import cli

    cli.main(
        [
            *("run", str(APP), f"--server.address={listening}", f"--server.port={port}"),
            f"--browser.serverAddress={shown}",  # else a host outside is asked who we are
            "--logger.hideWelcomeMessage=true",
        ],
        prog_name="streamlit",
    )
