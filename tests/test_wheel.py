"""The wheel, installed where neither the clone nor anything else of it is."""

import json
import os
import re
import socket
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from PIL import Image, ImageDraw

import mnistnet
from mnistnet.drawing.samples import sample
from mnistnet.drawing.url_text import encode
from mnistnet.take_home.html_file import html_file
from tests.support import ROOT
from tests.support.server import Server, running_server
from tests.support.visitor import query, visiting

ADDRESS = "10.20.30.40"
"""An address at which a class would see this computer."""

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_requirements_txt_asks_for_what_the_package_and_its_page_ask_for():
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    asked = sorted(line for line in lines if not line.startswith("#"))
    assert asked == sorted(PROJECT["dependencies"] + PROJECT["optional-dependencies"]["page"])


def test_the_containers_packages_are_what_the_page_and_postgresql_ask_for():
    lock = (ROOT / "docs" / "server" / "requirements.lock").read_text(encoding="utf-8")
    versions = dict(re.findall(r"^([\w.-]+)==(\S+) \\\n    --hash=sha256:", lock, re.MULTILINE))
    optional = PROJECT["optional-dependencies"]
    asked = PROJECT["dependencies"] + optional["page"] + optional["postgresql"]
    for package in map(Requirement, asked):
        assert package.specifier.contains(versions[package.name]), package


class Environment:
    """A new virtual environment with the wheel.

    Parameters
    ----------
    folder : path
        Where to make it; its programs are run from an empty folder beside it.
    wheel : path
    packages : path, optional
        A folder of packages to use instead of installing what the wheel needs.
    """

    def __init__(self, folder: Path, wheel: Path, packages: str | None = None) -> None:
        here = sys.executable
        subprocess.run([here, "-m", "venv", "--without-pip", str(folder / "env")], check=True)
        base = {"base": str(folder / "env")}
        self.programs = Path(sysconfig.get_path("scripts", "venv", base))
        self.outside = folder / "elsewhere"
        self.outside.mkdir()
        options = []
        if packages:
            site = Path(sysconfig.get_path("purelib", "venv", base))
            (site / "shared.pth").write_text(packages, encoding="utf-8")
            options = ["--no-deps"]
        pip = [here, "-m", "pip", "--python", base["base"], "install", "--quiet", "--no-compile"]
        subprocess.run([*pip, *options, str(wheel)], check=True)

    def run(self, program: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [str(self.programs / program), *arguments],
            cwd=self.outside,
            env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
            capture_output=True,
            text=True,
        )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    options = ("--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder))
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(ROOT)], check=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """As ``pip install mnistnet`` makes it."""
    return Environment(tmp_path_factory.mktemp("base"), wheel)


@pytest.mark.slow
def test_everything_is_in_the_wheel(wheel):
    patterns = ("mnistnet", "app.py", ".streamlit", "weights/*.npz", "weights/*.json")
    tracked = subprocess.run(
        ["git", "ls-files", *patterns], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()
    assert len(tracked) > 100
    expected = {
        path if path.startswith("mnistnet/") else f"mnistnet/project/{path}" for path in tracked
    }
    with zipfile.ZipFile(wheel) as archive:
        assert expected - set(archive.namelist()) == set()


@pytest.mark.slow
def test_the_readmes_example_reads_a_seven(environment):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    ran = environment.run("python", "-c", example)
    assert (ran.stdout, ran.stderr) == ("7\n", "")


@pytest.mark.slow
def test_the_command_reads_a_seven(environment):
    image = Image.new("L", (200, 200), 255)
    ImageDraw.Draw(image).line([(50, 40), (150, 40), (90, 170)], fill=0, width=14)
    image.save(environment.outside / "seven.png")
    for network in ("lecture-a", "lecture-b"):
        ran = environment.run("mnistnet", "predict", "seven.png", "--json", "--network", network)
        assert json.loads(ran.stdout)[0]["digit"] == 7, ran.stderr


@pytest.mark.slow
def test_the_command_writes_the_page_into_the_same_file_as_the_clone(environment):
    environment.run("mnistnet", "export", "digits.html")
    assert (environment.outside / "digits.html").read_text(encoding="utf-8") == html_file()


@pytest.mark.slow
def test_the_command_says_its_version(environment):
    said = environment.run("mnistnet", "--version").stdout
    assert said == f"mnistnet, version {mnistnet.__version__}\n"
    assert f"## [{mnistnet.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_without_the_page_every_command_explains_itself_and_page_says_what_it_lacks(environment):
    for command in ("predict", "evaluate", "train", "page", "export"):
        assert environment.run("mnistnet", command, "--help").returncode == 0
    ran = environment.run("mnistnet", "page")
    assert ran.returncode == 1
    assert len(ran.stderr.splitlines()) == 1
    said = [Requirement(quoted) for quoted in re.findall('"([^"]+)"', ran.stderr)]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for need in project["optional-dependencies"]["page"]:
        assert Requirement(need) in said


@pytest.fixture
def stranger() -> Iterator[socket.socket]:
    """Stands for every host outside: whoever asks one over the web comes here."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.fixture
def server(wheel: Path, tmp_path: Path, stranger: socket.socket) -> Iterator[Server]:
    """The page for a class, started from the wheel; its packages are those of the tests."""
    environment = Environment(tmp_path, wheel, sysconfig.get_path("purelib"))
    outside = f"http://127.0.0.1:{stranger.getsockname()[1]}"
    env = {"STREAMLIT_SERVER_HEADLESS": "true", "http_proxy": outside, "https_proxy": outside}
    options = ("page", "--port={port}", "--class", "--address", ADDRESS)
    command = (str(environment.programs / "mnistnet"), *options)
    with running_server(env, folder=environment.outside, command=command) as server:
        yield server


@pytest.mark.slow
def test_the_page_starts_from_the_wheel_and_reads_a_seven(server, stranger):
    at_class = f"http://{ADDRESS}:{server.port}"
    link = query(drawing=encode(sample(7)))
    with visiting(server.address, link, origin=at_class) as visitor:
        assert visitor.page.outputs().argmax() == 7
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    theme, config = visitor.page.greeting.custom_theme, visitor.page.greeting.config
    assert theme.light.primary_color == settings["theme"]["light"]["primaryColor"]
    assert config.toolbar_mode == config.ToolbarMode.MINIMAL
    assert not config.gather_usage_stats
    assert server.output().startswith(f"The page is at {at_class} ")
    with pytest.raises(BlockingIOError):
        stranger.accept()
