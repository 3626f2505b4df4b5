import base64
import errno
import gzip
import hashlib
import io
import json
import re
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from mnistnet import Network, forward, load_network, prepare_strokes, save_network
from mnistnet.__main__ import main
from mnistnet.class_store.records import SentDrawing
from mnistnet.class_store.take_home import strokes_file
from mnistnet.class_store.task import Task
from mnistnet.commands import evaluate as evaluate_command
from mnistnet.commands import train as train_command
from mnistnet.commands.evaluate import SCHOOL
from mnistnet.data import mnist, mnist_download
from mnistnet.data.mnist_download import FILES
from mnistnet.drawing.found_digits import prepare_image
from mnistnet.drawing.picture import open_picture
from mnistnet.drawing.samples import sample
from mnistnet.drawing.url_text import encode
from mnistnet.errors import DataError, sentence
from mnistnet.offline_training.held_back_shapes import HELD_BACK_SHAPES
from mnistnet.offline_training.recipes import RECIPES
from mnistnet.offline_training.trainer import Trainer
from mnistnet.training import random_network
from mnistnet.weights.packed import pack
from tests.support.blobs import FEW_DRAWN

JSON_SEVEN = '{"label": 7, "writer": "w%d", "strokes": [[[60, 60], [210, 60], [110, 230]]]}\n'


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(autouse=True)
def few_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judge on few of the drawings that `evaluate` makes; test_published_figures.py has all."""
    monkeypatch.setattr(evaluate_command, "N_NON_DIGITS", 40)
    monkeypatch.setattr(evaluate_command, "N_SCHOOL", 2)


@pytest.fixture
def network(tmp_path: Path) -> Path:
    path = tmp_path / "network.npz"
    save_network(random_network(5, True, np.random.default_rng(0)), path)
    return path


@pytest.fixture
def seven(tmp_path: Path) -> Path:
    image = Image.new("L", (200, 200), 255)
    ImageDraw.Draw(image).line([(50, 40), (150, 40), (90, 170)], fill=0, width=14)
    image.save(tmp_path / "seven.png")
    return tmp_path / "seven.png"


@pytest.fixture
def small_mnist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Random images in MNIST's format: 60 to train on, 10 of them held back, 10 to test on."""
    folder, sums = tmp_path / "mnist", {}
    folder.mkdir()
    for name in FILES:
        m = 60 if name.startswith("train") else 10
        shape = (m, 28, 28) if "images" in name else (m,)
        array = np.random.default_rng(0).integers(0, 10, shape, dtype=np.uint8)
        content = struct.pack(f">I{len(shape)}I", 0x0800 + len(shape), *shape) + array.tobytes()
        (folder / name).write_bytes(gzip.compress(content))
        sums[name] = ("", hashlib.sha256(content).hexdigest())
    monkeypatch.setattr(mnist_download, "FILES", sums)
    monkeypatch.setattr(mnist, "N_VALIDATION", 10)
    return folder


def test_predict_prints_a_table(seven: Path, network: Path) -> None:
    result = run("predict", seven, "--network", network)
    assert result.exit_code == 0
    head, line = result.stdout.splitlines()
    assert head.split() == ["file", "digit", *"0123456789"]
    path, digit, *outputs = line.split()
    assert path == str(seven)
    assert int(digit) == np.argmax([float(output) for output in outputs])


def test_predict_prints_json(seven: Path, network: Path) -> None:
    result = run("predict", seven, seven, "--json", "--network", network)
    entries = json.loads(result.stdout)
    assert [entry["file"] for entry in entries] == [str(seven)] * 2
    y_hat = forward(load_network(network), prepare_image(open_picture(seven)).X).A2[:, 0]
    assert entries[0]["outputs"] == pytest.approx(y_hat, abs=5.1e-7)
    assert entries[0]["digit"] == np.argmax(y_hat)


def test_predict_reads_a_picture_from_standard_input(seven: Path) -> None:
    read = CliRunner().invoke(main, ["predict", "-", "--json"], input=seven.read_bytes())
    (entry,) = json.loads(read.stdout)
    assert (entry["file"], entry["digit"]) == ("-", 7)
    nothing = CliRunner().invoke(main, ["predict", "-"], input=b"")
    assert nothing.exit_code == 1
    assert nothing.stderr.startswith("Error: standard input is not a picture that can be read")


@pytest.fixture
def locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that one may not enter, whoever runs the tests: root may enter all there are."""
    folder = tmp_path / "locked"
    folder.mkdir()

    def refusing(opened: Callable[..., Any]) -> Callable[..., Any]:
        def asked(path: Path, *given: object, **named: object) -> object:
            if folder in Path(path).parents:
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return opened(path, *given, **named)

        return asked

    for owner, name in ((Path, "stat"), (Path, "open"), (Image, "open")):
        monkeypatch.setattr(owner, name, refusing(getattr(owner, name)))
    return folder


def test_a_folder_that_one_may_not_enter_is_told(locked: Path) -> None:
    denied, no_writing = "cannot be opened: Permission denied.", "Nothing can be written to"
    for result, told in (
        (run("predict", locked / "7.png"), f"{locked / '7.png'} {denied}"),
        (run("evaluate", "--data", locked), f"{locked} {denied}"),
        (run("train", "lecture-b", "--out", locked / "b.npz"), f"{no_writing} {locked}: Permis"),
        (run("export", locked / "x.html"), f"{no_writing} {locked}: Permission denied."),
    ):
        assert result.exit_code == 1
        assert result.stderr.startswith(f"Error: {told}")


@pytest.mark.parametrize("name", ["file/seven", "7" * 300], ids=["below a file", "long name"])
def test_a_place_where_no_file_can_be_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    for arguments in (["predict"], ["evaluate", "--data"], ["export"]):
        result = run(*arguments, tmp_path / name)
        assert result.exit_code == 1
        assert isinstance(result.exception, SystemExit)
        assert str(tmp_path) in result.stderr
        assert "damaged" not in result.stderr


def test_predict_says_where_a_network_is_not_sure(seven: Path, tmp_path: Path) -> None:
    save_network(Network(np.zeros((5, 785)), np.full((10, 6), -1.0)), tmp_path / "no.npz")
    table, as_json = (
        run("predict", seven, "--network", tmp_path / "no.npz", *more) for more in ([], ["--json"])
    )
    assert table.stdout.splitlines()[1].endswith("not sure")
    assert json.loads(as_json.stdout)[0]["sure"] is False
    sure = run("predict", seven)
    assert "not sure" not in sure.stdout
    assert json.loads(run("predict", seven, "--json").stdout)[0]["sure"] is True


def test_predict_has_a_line_for_each_digit_and_its_place(seven: Path, tmp_path: Path) -> None:
    with Image.open(seven) as one:
        two = Image.fromarray(np.hstack([np.asarray(one)] * 2))
    two.save(tmp_path / "two.png")
    lines = run("predict", tmp_path / "two.png").stdout.splitlines()[1:]
    entries = json.loads(run("predict", tmp_path / "two.png", "--json").stdout)
    assert [entry["digit"] for entry in entries] == [7, 7]
    for line, entry in zip(lines, entries, strict=True):
        assert line.endswith("at " + ",".join(map(str, entry["box"])))
    assert entries[1]["box"][0] - entries[0]["box"][0] == 200


def test_predict_says_how_many_marks_are_too_small(seven: Path, tmp_path: Path) -> None:
    page = Image.new("L", (400, 200), 255)
    page.paste(Image.open(seven).resize((200, 200)), (0, 0))
    for left in (250, 320):
        ImageDraw.Draw(page).rectangle((left, 80, left + 8, 110), fill=0)
    page.save(tmp_path / "small.png")

    result = run("predict", tmp_path / "small.png")
    (entry,) = json.loads(run("predict", tmp_path / "small.png", "--json").stdout)

    assert result.stderr.strip() == f"{tmp_path / 'small.png'}: " + sentence(
        "photograph.left_out", n=2
    )
    assert len(result.stdout.splitlines()) == 2
    assert entry["left_out"] == 2
    assert run("predict", seven).stderr == ""


def test_predict_reads_the_shipped_networks(seven: Path) -> None:
    for name in ("lecture-a", "lecture-b"):
        result = run("predict", seven, "--network", name, "--json")
        assert json.loads(result.stdout)[0]["digit"] == 7


@pytest.mark.parametrize("as_json", [[], ["--json"]], ids=["table", "json"])
def test_a_bad_file_costs_neither_the_others_nor_the_exit_code(
    seven: Path, network: Path, tmp_path: Path, as_json: list[str]
) -> None:
    (tmp_path / "bad.png").write_text("no picture")
    Image.new("L", (50, 50)).save(tmp_path / "empty.png")
    bad, empty = tmp_path / "bad.png", tmp_path / "empty.png"
    result = run(
        "predict", bad, seven, empty, tmp_path / "none.png", "--network", network, *as_json
    )
    assert result.exit_code == 1
    assert str(seven) in result.stdout
    own, *errors = result.stderr.splitlines()
    assert own.startswith(f"{network}: ")
    assert len(errors) == 3
    assert f"{bad} is not a picture" in result.stderr
    assert f"{empty}: The picture shows no digit" in result.stderr
    assert "Traceback" not in result.output


def test_a_network_comes_from_several_files_and_what_it_reads_is_said(
    seven: Path, tmp_path: Path
) -> None:
    b = load_network("lecture-b")
    parts = {"w1": b.W1[:, :-1], "b1": b.W1[:, -1], "w2": b.W2[:, :-1], "b2": b.W2[:, -1]}
    options = []
    for name, array in parts.items():
        np.savetxt(tmp_path / f"{name}.txt", np.roll(array, -1, axis=0) if "2" in name else array)
        options += ["--network", tmp_path / f"{name}.txt"]

    result = run("predict", seven, *options, "--json")

    assert json.loads(result.stdout)[0]["digit"] == 6  # counted from 1
    assert "Sample drawings read right: 0 of 10." in result.stderr
    assert "W2 = np.roll(W2, 1, axis=0)" in result.stderr.splitlines()
    figures = json.loads(run("evaluate", "--no-mnist", *options, "--json").stdout)
    assert figures["network"].count("w1.txt") == 1


def test_a_network_that_is_not_there_ends_in_one_sentence(seven: Path) -> None:
    result = run("predict", seven, "--network", "nowhere.npz")
    assert result.exit_code == 1
    assert result.stderr == "Error: There are no weights at nowhere.npz.\n"


def test_evaluate_prints_figures_for_images_and_strokes(
    small_mnist: Path, network: Path, tmp_path: Path
) -> None:
    strokes = tmp_path / "some.jsonl"
    strokes.write_text(JSON_SEVEN % 1 * 3)
    arguments = ("evaluate", "--data", small_mnist, "--strokes", strokes, "--network", network)
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    assert "MNIST test images" in result.stdout
    assert "some.jsonl" in result.stdout
    figures = json.loads(run(*arguments, "--json").stdout)
    assert figures["sets"]["MNIST test images"]["images"] == 10
    drawn = figures["sets"]["some.jsonl"]
    assert drawn["images"] == 3
    assert drawn["accuracy"] in (0, 1)
    assert sum(drawn["confusion"][7]) == 3
    assert drawn["accuracy_per_digit"][3] is None
    unanswered = figures["non_digits_without_answer"]
    assert 0 <= unanswered <= 1
    assert result.stdout.endswith(f"no output of 0.5 or more: {unanswered:.1%}\n")
    tables = re.split(r"^(.*): (?=[\d,]+ of )", result.stdout, flags=re.MULTILINE)[1:]
    assert tables[::2] == [*figures["sets"]]
    for told, of_set in zip(tables[1::2], figures["sets"].values(), strict=True):
        n, accuracy = of_set["images"], of_set["accuracy"]
        right = f"{round(accuracy * n):,} of {n:,} right, {accuracy:.2%}; "
        assert told.startswith(f"{right}mean loss {of_set['mean_loss']:.4f}\n")
        for k, share in enumerate(of_set["accuracy_per_digit"]):
            counts = " ".join(str(count or ".") for count in of_set["confusion"][k])
            row = f"{k} {counts} {'–' if share is None else f'{share:.1%}'}"
            assert row in (" ".join(line.split()) for line in told.splitlines())
        for point in of_set["thresholds"]:
            right = "–" if point["accuracy"] is None else f"{point['accuracy']:.2%}"
            row = f"{point['threshold']:.2f} {point['coverage']:.1%} {right}"
            assert row in (" ".join(line.split()) for line in told.splitlines())
        worst = " ".join(map(str, of_set["worst"]))
        assert f"most wrong, by {of_set['worst_by']}: {worst}\n" in told


def test_evaluate_claims_nothing_where_no_image_is_sure(tmp_path: Path) -> None:
    save_network(Network(np.zeros((5, 784)), np.zeros((10, 5))), tmp_path / "half.npz")
    strokes = tmp_path / "some.jsonl"
    strokes.write_text(JSON_SEVEN % 1)
    arguments = ("evaluate", "--no-mnist", "--strokes", strokes, "--network", tmp_path / "half.npz")
    told = [" ".join(line.split()) for line in run(*arguments).stdout.splitlines()]
    assert "0.50 100.0% 0.00%" in told
    assert "0.60 0.0% –" in told
    assert any(re.fullmatch(r"3( \.){10} –", line) for line in told)
    as_json = run(*arguments, "--json").stdout
    thresholds = json.loads(as_json)["sets"]["some.jsonl"]["thresholds"]
    assert [point["accuracy"] for point in thresholds] == [0, 0, *[None] * 6]
    assert "NaN" not in as_json


def test_evaluate_can_do_without_mnist(network: Path, tmp_path: Path) -> None:
    strokes = tmp_path / "some.jsonl"
    strokes.write_text(JSON_SEVEN % 1)
    result = run("evaluate", "--no-mnist", "--strokes", strokes, "--network", network, "--json")
    assert list(json.loads(result.stdout)["sets"]) == ["some.jsonl", SCHOOL]


def test_evaluate_counts_what_can_be_drawn_of_files_of_one_name(
    network: Path, tmp_path: Path
) -> None:
    dot = json.dumps(json.loads(JSON_SEVEN % 1) | {"strokes": [[[5, 5]]]})
    files = [tmp_path / folder / "some.jsonl" for folder in ("one", "other", "dots")]
    for file, text in zip(files, (JSON_SEVEN % 1, JSON_SEVEN % 1 + dot, dot), strict=True):
        file.parent.mkdir()
        file.write_text(text)
    named = [argument for file in files for argument in ("--strokes", file)]
    result = run("evaluate", "--no-mnist", *named, "--network", network, "--json")
    sets = json.loads(result.stdout)["sets"]
    assert [*sets] == [str(files[0]), str(files[1]), SCHOOL]
    assert [sets[str(file)]["images"] for file in files[:2]] == [1, 1]
    assert f"{files[1]}: 1 of 2 cannot be drawn and are left out." in result.stderr
    assert f"{files[2]}: 1 of 1 cannot be drawn" in result.stderr


def test_evaluate_tells_institutions_and_shapes_apart(network: Path, tmp_path: Path) -> None:
    strokes = tmp_path / "some.jsonl"
    entry = json.loads(JSON_SEVEN % 1)
    seven = int(forward(load_network(network), prepare_strokes(entry["strokes"]).X).A2.argmax())
    lines = [
        entry | {"writer": writer, "label": label}
        for writer, label in [("app-1", seven), ("app-2", 9 - seven), ("gmd-1", seven)]
    ]
    strokes.write_text("\n".join(map(json.dumps, lines)))
    arguments = ("evaluate", "--no-mnist", "--strokes", strokes, "--network", network)
    sets = json.loads(run(*arguments, "--json").stdout)["sets"]
    assert sets["some.jsonl"]["accuracy_per_group"] == {"app": 0.5, "gmd": 1.0}
    assert set(sets[SCHOOL]["accuracy_per_group"]) == set(HELD_BACK_SHAPES)
    shares = re.findall(r"^(app|gmd) +(\d) +([\d.]+)%$", run(*arguments).stdout, re.MULTILINE)
    assert shares == [("app", "2", "50.0"), ("gmd", "1", "100.0")]


def test_evaluate_judges_a_network_on_a_classs_drawings(network: Path, tmp_path: Path) -> None:
    strokes, drawn = tmp_path / "class.jsonl", encode(sample(7))
    labels = [7, None, 7, 1]
    sent = [SentDrawing(n, n, 1, k, drawn, 0.0, False, 1) for n, k in enumerate(labels)]
    strokes.write_bytes(strokes_file(sent, {1: Task()}))
    result = run("evaluate", "--no-mnist", "--strokes", strokes, "--network", network, "--json")
    answer = int(forward(load_network(network), prepare_strokes(sample(7).strokes).X).A2.argmax())
    confusion = json.loads(result.stdout)["sets"]["class.jsonl"]["confusion"]
    assert (confusion[7][answer], confusion[1][answer]) == (2, 1)
    assert sum(map(sum, confusion)) == 3


def test_the_most_wrong_are_named_by_their_lines(network: Path, tmp_path: Path) -> None:
    lines = [json.dumps({"label": 7, "strokes": [s.tolist() for s in sample(7).strokes]})]
    lines += ["", json.dumps({"label": None, "strokes": [[[1, 2], [30, 40]]]})]
    lines += [json.dumps({"label": 3, "strokes": [[[1, 2]]]})]  # a dot, which cannot be drawn
    lines += [lines[0].replace('"label": 7', '"label": 1')]
    jsonl, unipen = tmp_path / "some.jsonl", tmp_path / "some.tra"
    jsonl.write_text("\n".join(lines))
    seven = ".PEN_DOWN\n 60 440\n 210 440\n 110 270\n.PEN_UP\n"
    unipen.write_text("".join(f'.SEGMENT DIGIT 1 1 "{label}"\n{seven}' for label in (7, 1)))

    files = ("--strokes", jsonl, "--strokes", unipen, "--network", "lecture-a")
    result = run("evaluate", "--no-mnist", *files, "--json")

    sets = json.loads(result.stdout)["sets"]
    assert (sets["some.jsonl"]["worst"], sets["some.tra"]["worst"]) == ([5], [7])
    assert sets["some.tra"]["worst_by"] == "line of the file, from 1"
    assert sets[SCHOOL]["worst_by"] == "position, from 0"


def test_evaluate_needs_no_images_to_train_on(small_mnist: Path, network: Path) -> None:
    for path in small_mnist.glob("train-*"):
        path.unlink()

    result = run("evaluate", "--data", small_mnist, "--network", network)

    assert result.exit_code == 0, result.output


def test_evaluate_names_what_is_missing(network: Path, tmp_path: Path) -> None:
    result = run("evaluate", "--data", tmp_path, "--network", network)
    assert result.exit_code == 1
    assert "lacks these files of MNIST" in result.stderr
    assert "Traceback" not in result.output


@pytest.fixture
def quick_recipes(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    quick = {
        name: replace(
            recipe,
            n_hidden=recipe.n_hidden if name == "teacher" else 4,  # more than a visitor's may have
            n_rounds=2,
            epochs_a_round=2,
            batch_size=20,
        )
        for name, recipe in RECIPES.items()
    }
    monkeypatch.setattr(train_command, "RECIPES", quick)
    for name, few in FEW_DRAWN.items():
        monkeypatch.setattr(f"mnistnet.offline_training.dataset.{name}", few)


@pytest.mark.usefixtures("quick_recipes")
def test_train_saves_a_network_and_its_teacher(small_mnist: Path, tmp_path: Path) -> None:
    strokes, out = tmp_path / "some.jsonl", tmp_path / "a.npz"
    numbered = JSON_SEVEN.replace("w%d", "%d")  # of writers with numbers some are for validation
    strokes.write_text("".join(numbered % writer for writer in range(6)))
    result = run("train", "lecture-a", "--data", small_mnist, "--strokes", strokes, "--out", out)
    assert result.exit_code == 0, result.output
    assert not load_network(out).has_biases
    teacher = train_command.read_teacher(tmp_path / "teacher.npz")
    assert teacher.n_hidden == RECIPES["teacher"].n_hidden
    assert teacher.W1.dtype == np.float32
    assert re.search(r"held back [\d.]+%, drawn [\d.]+%", result.stderr)
    assert not list(tmp_path.glob("*.checkpoint.npz"))


@pytest.mark.usefixtures("quick_recipes")
def test_the_same_seed_trains_the_same_network(small_mnist: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        out = tmp_path / name / "a.npz"
        result = run("train", "lecture-a", "--data", small_mnist, "--out", out)
        assert result.exit_code == 0
        assert re.search(r"held back [\d.]+% *$", result.stderr, re.MULTILINE)
    one, two = (load_network(tmp_path / name / "a.npz") for name in ("one", "two"))
    np.testing.assert_array_equal(one.W1, two.W1)


@pytest.mark.usefixtures("quick_recipes")
def test_ctrl_c_leaves_the_best_network_and_resume_goes_on(
    small_mnist: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, whole = tmp_path / "t.npz", tmp_path / "whole.npz"
    assert run("train", "teacher", "--data", small_mnist, "--out", whole).exit_code == 0
    save = Trainer.save
    n_saved: list[Path] = []

    def interrupted(trainer: Trainer, path: Path) -> None:
        save(trainer, path)
        n_saved.append(path)
        if trainer.n_rounds:
            raise KeyboardInterrupt

    monkeypatch.setattr(Trainer, "save", interrupted)
    result = run("train", "teacher", "--data", small_mnist, "--out", out)
    assert result.exit_code == 130
    assert "--resume" in result.stderr
    assert len(n_saved) == 2  # before the first round and after it
    assert train_command.read_teacher(out).n_hidden == RECIPES["teacher"].n_hidden
    n_saved.clear()

    def counted(trainer: Trainer, path: Path) -> None:
        n_saved.append(path)
        save(trainer, path)

    monkeypatch.setattr(Trainer, "save", counted)
    result = run("train", "teacher", "--data", small_mnist, "--out", out, "--resume")
    assert result.exit_code == 0, result.output
    assert len(n_saved) == 2  # only the second of two rounds was left
    np.testing.assert_array_equal(
        train_command.read_teacher(out).W1, train_command.read_teacher(whole).W1
    )


@pytest.mark.usefixtures("quick_recipes")
def test_training_stops_in_time_and_says_how_to_go_on(small_mnist: Path, tmp_path: Path) -> None:
    out = tmp_path / "t.npz"
    arguments = ("train", "teacher", "--data", small_mnist, "--out", out)
    result = run(*arguments, "--minutes", "0.0001")
    assert result.exit_code == 0
    assert train_command.read_teacher(out).n_hidden == RECIPES["teacher"].n_hidden
    assert "1/4" in result.stderr
    assert "2/4" not in result.stderr
    told = result.stderr.splitlines()[-1]
    assert told.startswith(f"Time is up: {out} holds the best network so far. --resume goes on")
    assert told.endswith("; it needs more time than a round takes.")
    assert "Time is up" not in run(*arguments, "--resume").stderr


@pytest.mark.usefixtures("quick_recipes")
def test_a_time_too_short_for_the_teacher_is_no_success(small_mnist: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.npz"
    arguments = ("train", "lecture-a", "--data", small_mnist, "--out", out)
    for more in ([], ["--resume"]):  # the second one ends with the teacher's last epoch
        result = run(*arguments, "--minutes", "0.0001", *more)
        assert result.exit_code == 1
        assert f"so {out} was not written. The same command with --resume" in result.stderr
        assert not out.exists()
    assert run(*arguments, "--resume").exit_code == 0
    assert load_network(out).n_hidden == 4


@pytest.mark.parametrize(
    ("command", "option"),
    [
        *(("train", f"--minutes={minutes}") for minutes in ("0", "-1", "nan")),
        *(("train", f"--seed={seed}") for seed in ("-1", 2**64)),
        *(("train", f"{path}=") for path in ("--out", "--teacher")),
        ("export", ""),
    ],
)
def test_what_can_be_no_value_is_refused_as_usage(command: str, option: str) -> None:
    result = run(command, *(["lecture-b"] if command == "train" else []), option)
    assert result.exit_code == 2
    assert "Invalid value for" in result.stderr


@pytest.fixture
def no_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is drawn: what is wrong shall be told before."""

    def begun(*_given: object) -> None:
        pytest.fail("the drawing has begun")

    monkeypatch.setattr(train_command, "build_dataset", begun)


def zipped(**arrays: NDArray[Any]) -> bytes:
    file = io.BytesIO()
    np.savez(file, allow_pickle=True, **arrays)
    return file.getvalue()


W1, W2 = np.zeros((5, 784)), np.zeros((10, 5))


@pytest.mark.usefixtures("no_drawing")
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"no weights", id="text"),
        pytest.param(b"", id="empty"),
        pytest.param(zipped(W1=W1), id="one of two"),
        pytest.param(zipped(W1=W1, W2=W1), id="another shape"),
        pytest.param(zipped(W1=W1, W2=np.array([None])), id="objects"),
        pytest.param(zipped(W1=W1, W2=W2)[:20_000], id="cut off"),
        pytest.param(b"\x93NUMPY\x01\x00" + b"\0" * 60, id="damaged array"),
        pytest.param(None, id="one array"),
        pytest.param("folder", id="folder"),
    ],
)
def test_what_is_no_teacher_is_told_before_the_drawing(
    small_mnist: Path, tmp_path: Path, content: bytes | str | None
) -> None:
    teacher = tmp_path / "t.npz"
    if content is None:
        with teacher.open("wb") as file:
            np.save(file, W1)
    elif isinstance(content, str):
        teacher.mkdir()
    else:
        teacher.write_bytes(content)
    out = tmp_path / "a.npz"
    result = run("train", "lecture-a", "--data", small_mnist, "--out", out, "--teacher", teacher)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: {teacher} holds no teacher")


@pytest.mark.usefixtures("no_drawing")
@pytest.mark.parametrize("option", ["--out", "--teacher"])
@pytest.mark.parametrize("place", ["nowhere/x.npz", "x" * 253])
def test_a_place_that_cannot_be_written_to_is_told_before_the_drawing(
    small_mnist: Path, tmp_path: Path, option: str, place: str
) -> None:
    paths = {"--out": tmp_path / "a.npz", option: tmp_path / place}
    named = [part for pair in paths.items() for part in pair]
    result = run("train", "lecture-a", "--data", small_mnist, *named)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: Nothing can be written to {tmp_path}")
    assert list(tmp_path.iterdir()) == [small_mnist]


@pytest.mark.usefixtures("no_drawing")
def test_a_damaged_checkpoint_is_told_before_the_drawing(small_mnist: Path, tmp_path: Path) -> None:
    (tmp_path / "b.checkpoint.npz").write_bytes(b"damaged")
    arguments = ("train", "lecture-b", "--data", small_mnist, "--out", tmp_path / "b.npz")
    result = run(*arguments, "--resume")
    assert result.exit_code == 1
    assert "cannot be read as an interrupted training" in result.stderr


@pytest.mark.parametrize("arguments", [["predict"], ["train", "lecture-c"], ["evaluate", "--bad"]])
def test_wrong_usage_is_explained(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Usage" in result.stderr


@pytest.mark.parametrize("command", ["predict", "evaluate", "train"])
def test_every_command_explains_itself(command: str) -> None:
    assert command in run("--help").stdout
    assert "--" in run(command, "--help").stdout


def test_export_writes_a_file_with_a_network_of_ones_own(tmp_path, network):
    file = tmp_path / "digits.html"

    result = run("export", file, "--networks", network)

    assert result.exit_code == 0, result.output
    text = file.read_text(encoding="utf-8")
    assert f"{file}: {len(text.encode()) / 1e6:.2f} MB" in result.output
    assert "Sample drawings read right" in result.stderr
    (told,) = re.findall(r'<script type="application/json" id="told">(.*?)</script>', text)
    first, *shipped = json.loads(told)["networks"]
    assert (first["label"], [one["key"] for one in shipped]) == (
        "network",
        ["lecture-a", "lecture-b"],
    )
    packed = re.search(r'data-file="networks.bin"[^>]*>\s*([^<]*)<', text)
    assert packed
    assert pack(load_network(network)) in base64.b64decode(packed[1])


def test_export_of_what_is_no_network_leaves_the_file_there_was(tmp_path):
    file, damaged = tmp_path / "digits.html", tmp_path / "damaged.npz"
    file.write_text("as it was")
    damaged.write_bytes(b"PK damaged")

    result = run("export", file, "--networks", damaged)

    assert result.exit_code == 1
    assert "damaged.npz" in result.output
    assert "Traceback" not in result.output
    assert file.read_text() == "as it was"
    assert run("export", tmp_path / "nowhere" / "digits.html").exit_code == 1


def test_export_tells_of_a_folder_that_stands_in_its_way(tmp_path):
    (tmp_path / "x.html.part").mkdir()

    result = run("export", tmp_path / "x.html")

    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: Nothing can be written to {tmp_path}")


def test_a_name_that_no_file_can_have_is_told(tmp_path, monkeypatch):
    def refused(path, *_given):
        raise OSError(errno.ENAMETOOLONG, "File name too long", str(path))

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(DataError, match=r"long\.npz\.part: File name too long"):
        save_network(Network(np.zeros((5, 784)), np.zeros((10, 5))), tmp_path / "long.npz")


def test_two_networks_of_one_name_are_told_apart(tmp_path, network):
    (tmp_path / "other").mkdir()
    again = tmp_path / "other" / "network.npz"
    again.write_bytes(network.read_bytes())
    file = tmp_path / "digits.html"

    result = run("export", file, "--networks", network, "--networks", again)

    assert result.exit_code == 0, result.output
    assert '"label":"network"' in file.read_text(encoding="utf-8")
    assert '"label":"network.npz"' in file.read_text(encoding="utf-8")
