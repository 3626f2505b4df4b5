import io
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from mnistnet import DrawingError
from mnistnet.drawing.found_digits import prepare_image
from mnistnet.drawing.grey import small_grey
from mnistnet.drawing.picture import open_picture, png
from mnistnet.notation import FloatArray


def seven(paper: Any, ink: Any, mode: str = "L") -> Image.Image:
    image = Image.new(mode, (120, 100), paper)
    ImageDraw.Draw(image).line([(30, 15), (90, 15), (50, 85)], fill=ink, width=9)
    return image


@pytest.mark.parametrize("format_", ["PNG", "WEBP"])
def test_of_transparent_frames_the_first_that_shows_ink_is_taken(
    format_: str, tmp_path: Path
) -> None:
    blank = Image.new("RGBA", (120, 100), (0, 0, 0, 0))
    drawn = blank.copy()
    drawn.putalpha(Image.fromarray(255 - np.asarray(seven(255, 0))))  # black on nothing
    blank.save(tmp_path / "x", format_, save_all=True, append_images=[drawn], lossless=True)
    assert np.asarray(open_picture(tmp_path / "x").convert("RGBA"))[..., 3].any()


@pytest.mark.parametrize(
    "image",
    [
        pytest.param(seven(0, 255), id="white on black"),
        pytest.param(seven(255, 0), id="black on white"),
        pytest.param(seven("white", "black", "RGB"), id="black on white in colours"),
        pytest.param(seven((0, 0, 0, 0), (0, 0, 0, 255), "RGBA"), id="black on transparent"),
        pytest.param(
            seven((255, 255, 255, 0), (255, 255, 255, 255), "RGBA"), id="white on transparent"
        ),
        pytest.param(seven(0, 255).convert("P"), id="with a palette"),
        pytest.param(seven(1, 0, "1"), id="one bit a pixel"),
        pytest.param(seven(255, 0).convert("HSV"), id="hue and brightness"),
        pytest.param(Image.merge("LAB", [seven(255, 0)] * 3), id="CIELAB"),
    ],
)
def test_whatever_the_colours_the_same_digit_comes_out(image: Image.Image) -> None:
    expected = prepare_image(seven(0, 255)).pixels
    np.testing.assert_allclose(prepare_image(image).pixels, expected, atol=0.01)


def test_blue_ink_on_yellow_paper_is_read_too() -> None:
    image = seven((250, 240, 170), (20, 30, 120), "RGB")
    assert np.array_equal(prepare_image(image).pixels, prepare_image(seven(0, 255)).pixels)


def test_a_picture_file_is_opened_upright(tmp_path: Path) -> None:
    image = seven(255, 0)
    exif = Image.Exif()
    exif[0x0112] = 6  # stored lying on its left side, as telephones do
    image.transpose(Image.Transpose.ROTATE_90).save(tmp_path / "x.jpg", exif=exif)
    assert open_picture(tmp_path / "x.jpg").size == image.size


def test_missing_unknown_and_damaged_files_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "text.png").write_text("hello")
    seven(0, 255).save(tmp_path / "cut.png")
    (tmp_path / "cut.png").write_bytes((tmp_path / "cut.png").read_bytes()[:200])
    for name, key in (
        ("missing.png", "error.picture_missing"),
        ("text.png", "error.picture_unknown"),
        ("cut.png", "error.picture_damaged"),
    ):
        with pytest.raises(DrawingError) as failure:
            open_picture(tmp_path / name)
        assert failure.value.key == key
        assert name in str(failure.value)


@pytest.mark.parametrize(
    ("kind", "at", "other"),
    [
        pytest.param("DDS", 80, bytes(4), id="a kind of pixel that Pillow does not know"),
        pytest.param("SPIDER", 104, struct.pack("=f", 1), id="one of a stack that is not there"),
    ],
)
def test_whatever_a_damaged_picture_has_pillow_raise_it_is_a_sentence(
    kind: str, at: int, other: bytes
) -> None:
    whole = io.BytesIO()
    seven(255, 0).convert("RGB" if kind == "DDS" else "F").save(whole, kind)
    damaged = whole.getvalue()[:at] + other + whole.getvalue()[at + len(other) :]
    with pytest.raises(DrawingError) as refused:
        open_picture(io.BytesIO(damaged))
    assert refused.value.key == "error.picture_damaged"


def test_postscript_is_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[object] = []
    monkeypatch.setattr("PIL.EpsImagePlugin.Ghostscript", lambda *given, **named: ran.append(given))
    program = io.BytesIO()
    seven(255, 0).save(program, "EPS")
    with pytest.raises(DrawingError) as refused:
        open_picture(io.BytesIO(program.getvalue()))
    assert refused.value.key == "error.picture_unknown"
    assert not ran


def test_a_folder_is_no_picture(tmp_path: Path) -> None:
    with pytest.raises(DrawingError) as refused:
        open_picture(tmp_path)
    assert refused.value.key == "error.picture_folder"


def test_a_telephones_heic_is_to_be_saved_otherwise(tmp_path: Path) -> None:
    (tmp_path / "x.heic").write_bytes(b"\0\0\0\x18ftypheic" + bytes(100))
    with pytest.raises(DrawingError, match="JPEG or PNG") as refused:
        open_picture(tmp_path / "x.heic")
    assert refused.value.key == "error.picture_heic"


def test_a_file_that_is_open_is_read_too() -> None:
    file = io.BytesIO()
    seven(255, 0).save(file, "PNG")
    file.seek(0)
    assert np.array_equal(np.asarray(open_picture(file)), np.asarray(seven(255, 0)))
    with pytest.raises(DrawingError) as refused:
        open_picture(io.BytesIO(b"no picture"))
    assert refused.value.key == "error.picture_unknown"


@pytest.mark.parametrize("format_", ["GIF", "TIFF"])
def test_of_moving_pictures_the_first_that_shows_something_is_taken(
    tmp_path: Path, format_: str
) -> None:
    frames = [Image.new("L", (120, 100), 255), seven(255, 0), seven(0, 255)]
    frames[0].save(tmp_path / "x", format_, save_all=True, append_images=frames[1:])
    assert np.array_equal(
        np.asarray(open_picture(tmp_path / "x").convert("L")), np.asarray(frames[1])
    )


def test_of_frames_in_cielab_the_first_that_shows_something_is_taken(tmp_path: Path) -> None:
    blank, drawn = (Image.merge("LAB", [one] * 3) for one in (seven(255, 255), seven(255, 0)))
    blank.save(tmp_path / "x", "TIFF", save_all=True, append_images=[drawn])
    taken = open_picture(tmp_path / "x").getchannel("L")
    assert np.array_equal(np.asarray(taken), np.asarray(drawn.getchannel("L")))


@pytest.mark.parametrize(
    "image",
    [
        pytest.param(np.asarray(seven(255, 0), np.float32) / 255, id="real numbers from 0 to 1"),
        pytest.param(np.asarray(seven(255, 0), np.float32), id="real numbers to 255"),
        pytest.param(np.asarray(seven(255, 0), np.uint16) * 257, id="16 bits"),
        pytest.param(np.asarray(seven(255, 0), np.uint16) * 16, id="12 of 16 bits"),
        pytest.param(np.asarray(seven(255, 0), np.int32) * 257, id="32 bits"),
    ],
)
def test_deep_pictures_are_the_same_as_those_of_a_byte(tmp_path: Path, image: Any) -> None:
    Image.fromarray(image).save(tmp_path / "x.tiff")
    expected = prepare_image(seven(255, 0)).pixels
    pixels = prepare_image(open_picture(tmp_path / "x.tiff")).pixels
    np.testing.assert_allclose(pixels, expected, atol=0.01)


def test_what_would_take_too_much_memory_is_refused(tmp_path: Path) -> None:
    Image.new("1", (10_000, 10_000)).save(tmp_path / "large.png")
    assert open_picture(tmp_path / "large.png").size == (10_000, 10_000)
    with pytest.raises(DrawingError) as refused:
        small_grey(Image.new("RGB", (8_400, 8_400)))
    assert refused.value.key == "error.image_too_large"


def test_grey_goes_from_zero_to_one() -> None:
    grey, times = small_grey(np.array([[0, 51, 255]], np.uint8))

    assert grey.dtype == np.float32
    assert grey.tolist() == [[0, np.float32(0.2), 1]]
    assert times == 1


def test_the_largest_picture_is_still_read_and_what_is_wrong_is_named() -> None:
    grey, times = small_grey(Image.new("L", (10_000, 1)))
    assert grey.shape == (1, 10_000 / times)
    with pytest.raises(DrawingError, match=r"10,?000"):
        small_grey(Image.new("L", (1, 10_001)))
    with pytest.raises(DrawingError, match=r"\(2, 3\).*float64"):
        small_grey(np.zeros((2, 3)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "grey", [np.array([[0, 0.2, 1], [0.6, 0.8, 0]]), np.array([[0, 1, 1], [1, 0, 0]])]
)
def test_a_png_can_be_so_many_times_larger(grey: FloatArray) -> None:
    with Image.open(io.BytesIO(png(grey, times=4))) as picture:
        shown = np.asarray(picture.convert("L"))

    np.testing.assert_array_equal(shown, np.kron(grey * 255, np.ones((4, 4))))
