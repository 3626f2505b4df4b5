"""Photographs of written digits, made up: paper, light, pen and camera of many kinds."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from mnistnet.drawing.strokes import bounds
from mnistnet.notation import FloatArray

Strokes = Sequence[FloatArray]
Size = tuple[int, int]

FINER = 2
"""Ink is drawn this many times larger and then averaged."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What is photographed, and how.

    Parameters
    ----------
    size : (int, int)
        Width and height of the picture.
    paper, ink : (float, float, float)
        Colours, 0 to 255.
    pen, digit : float
        Width of the pen, and the digit's longer side as a part of the picture's shorter one.
    noise, blur : float
        Standard deviations of the camera's noise in grey values and of its blur in pixels.
    """

    size: Size = (600, 600)
    paper: tuple[float, float, float] = (235, 233, 228)
    ink: tuple[float, float, float] = (40, 42, 50)
    pen: float = 9.0
    digit: float = 0.6
    noise: float = 2.0
    blur: float = 0.7


def covered(
    strokes: Strokes, size: Size, pen: float, box: tuple[float, float, float]
) -> FloatArray:
    """Return which part of each pixel (height, width) ink covers.

    The digit's middle and its longer side are the ``box`` (x, y, side). No strokes cover none.
    """
    if not strokes:
        return np.zeros(size[::-1], np.float32)
    low, high = bounds(strokes)
    scale = (box[2] - pen) / max((high - low).max(), 1e-9)
    middle, reach = np.array(box[:2]), box[2] / 2 + pen
    left, top = np.floor(middle - reach).astype(int).clip(0, size)
    right, bottom = np.ceil(middle + reach).astype(int).clip(0, size)
    around = (int(right - left), int(bottom - top))
    paper = Image.new("L", (around[0] * FINER, around[1] * FINER))
    draw = ImageDraw.Draw(paper)
    for points in strokes:
        placed = ((points - (low + high) / 2) * scale + middle - (left, top)) * FINER
        line = [(float(x), float(y)) for x, y in placed]
        radius = pen * FINER / 2
        draw.line(line, fill=255, width=max(1, round(2 * radius)), joint="curve")
        for x, y in line:
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    ink = np.zeros(size[::-1], np.float32)
    ink[top:bottom, left:right] = paper.resize(around, Image.Resampling.BOX)
    return ink / 255


def place(scene: Scene, rng: np.random.Generator) -> tuple[float, float, float]:
    """Return where a digit stands on the paper: near the middle, whole."""
    side = scene.digit * min(scene.size)
    room = (np.array(scene.size) - 1.2 * side) / 2
    x, y = np.array(scene.size) / 2 + rng.uniform(-0.6, 0.6, 2) * room.clip(0)
    return float(x), float(y), side


def painted(scene: Scene, ink: FloatArray) -> FloatArray:
    """Return paper with ink, of shape (height, width, 3), 0 to 255."""
    paper, colour = np.array(scene.paper, np.float32), np.array(scene.ink, np.float32)
    return np.stack([p + ink * (c - p) for p, c in zip(paper, colour, strict=True)], axis=-1)


def blurred(image: Image.Image, blur: float) -> Image.Image:
    """Return an image out of focus; a little out of focus in half the time."""
    if blur >= 1:
        return image.filter(ImageFilter.GaussianBlur(blur))
    row = np.array([0.4 * blur**2, 1 - 0.8 * blur**2, 0.4 * blur**2])  # as that for 0.7
    return image.filter(ImageFilter.Kernel((3, 3), np.outer(row, row).ravel().tolist(), 1))


def taken(scene: Scene, seen: FloatArray, rng: np.random.Generator) -> Image.Image:
    """Return what a camera makes of it."""
    image = Image.fromarray(seen.clip(0, 255).astype(np.uint8))
    if scene.blur:
        image = blurred(image, scene.blur)
    if not scene.noise:
        return image
    grain = rng.normal(0, scene.noise, (*np.asarray(image).shape[:2], 1)).astype(np.float32)
    return Image.fromarray((np.asarray(image) + grain).clip(0, 255).astype(np.uint8))


def across(size: Size) -> tuple[FloatArray, FloatArray]:
    """Return x and y of every pixel, each from 0 to 1."""
    x, y = np.meshgrid(np.linspace(0, 1, size[0]), np.linspace(0, 1, size[1]))
    return x.astype(np.float32), y.astype(np.float32)


def lit(scene: Scene, light: FloatArray) -> Callable[..., Image.Image]:
    """Return a maker of photographs in a light (height, width), 1 is full."""

    def make(strokes: Strokes, rng: np.random.Generator) -> Image.Image:
        seen = painted(scene, covered(strokes, scene.size, scene.pen, place(scene, rng)))
        return taken(scene, seen * light[:, :, None], rng)

    return make


def plain(scene: Scene) -> Callable[..., Image.Image]:
    """Return a maker of photographs in even light."""
    return lit(scene, np.ones((scene.size[1], scene.size[0]), np.float32))


def lines(scene: Scene, distance: float, width: int, both: bool, tilt: float) -> FloatArray:
    """Return ruled or squared paper as which part of each pixel (height, width) lines cover."""
    wide, high = scene.size
    paper = Image.new("L", (wide * FINER, high * FINER))
    draw = ImageDraw.Draw(paper)
    reach = wide + high
    for place in np.arange(-reach, 2 * reach, distance):
        a, b = place * FINER, (place + tilt * wide) * FINER
        draw.line((0, a, wide * FINER, b), fill=255, width=width * FINER)
        if both:
            draw.line((a, 0, a - tilt * high * FINER, high * FINER), fill=255, width=width * FINER)
    return np.asarray(paper.resize(scene.size, Image.Resampling.BOX), np.float32) / 255


def on_lines(
    scene: Scene,
    colour: tuple[float, float, float],
    distance: float = 48,
    width: int = 2,
    both: bool = False,
) -> Callable[..., Image.Image]:
    """Return a maker of photographs of ruled or squared paper."""

    def make(strokes: Strokes, rng: np.random.Generator) -> Image.Image:
        ruled = lines(scene, distance, width, both, rng.uniform(-0.06, 0.06))
        seen = painted(scene, np.zeros_like(ruled))
        seen += ruled[:, :, None] * (np.array(colour, np.float32) - seen)
        ink = covered(strokes, scene.size, scene.pen, place(scene, rng))[:, :, None]
        return taken(scene, seen + ink * (np.array(scene.ink, np.float32) - seen), rng)

    return make


Print = Callable[[ImageDraw.ImageDraw, tuple[float, float, float], int], None]


def on_worksheet(print_: Print) -> Callable[..., Image.Image]:
    """Return a maker of photographs of printed paper.

    ``print_`` draws around where the digit stands, (x, y, side), in lines so many pixels wide.
    """

    def make(strokes: Strokes, rng: np.random.Generator) -> Image.Image:
        scene = Scene(pen=float(rng.uniform(5, 12)), digit=float(rng.uniform(0.3, 0.5)))
        box = place(scene, rng)
        page = Image.new("L", scene.size)
        print_(ImageDraw.Draw(page), box, int(rng.integers(2, 6)))
        turned = page.rotate(float(rng.uniform(-3, 3)), Image.Resampling.BICUBIC)
        part = np.asarray(turned, np.float32)[:, :, None] / 255
        seen = painted(scene, covered(strokes, scene.size, scene.pen, box))
        return taken(scene, seen + part * (60 - seen), rng)

    return make


def words(page: ImageDraw.ImageDraw, box: tuple[float, float, float], width: int) -> None:
    """Print a question above a digit."""
    font = ImageFont.load_default(16 + 8 * width)
    page.text((20, box[1] - 0.65 * box[2]), "Write a digit here.", 255, font, "lb")


def square(page: ImageDraw.ImageDraw, box: tuple[float, float, float], width: int) -> None:
    """Print a square around a digit."""
    x, y, side = box
    far = 0.65 * side
    page.rectangle((x - far, y - far, x + far, y + far), outline=255, width=width)


def touched(page: ImageDraw.ImageDraw, box: tuple[float, float, float], width: int) -> None:
    """Print a square around a digit that reaches over its lower side."""
    x, y, side = box
    square(page, (x, y - 0.2 * side, side), width)


def cells(page: ImageDraw.ImageDraw, box: tuple[float, float, float], width: int) -> None:
    """Print a row of cells from side to side; the digit in one touches the line under it."""
    x, y, side = box
    far, low = 0.65 * side, y + 0.45 * side
    for level in (low - 2 * far, low):
        page.line((x - 5 * far, level, x + 5 * far, level), fill=255, width=width)
    for at in (-3, -1, 1, 3):
        page.line((x + at * far, low - 2 * far, x + at * far, low), fill=255, width=width)


def circle(page: ImageDraw.ImageDraw, box: tuple[float, float, float], width: int) -> None:
    """Print a circle around a digit."""
    x, y, side = box
    far = 0.75 * side
    page.ellipse((x - far, y - far, x + far, y + far), outline=255, width=width)


def blank_line(
    page: ImageDraw.ImageDraw, box: tuple[float, float, float], width: int, at: float = 0.6
) -> None:
    """Print a line under a digit, so many times its size below its middle."""
    x, y, side = box
    page.line((x - side, y + at * side, x + side, y + at * side), fill=255, width=width)


def in_shadow(strokes: Strokes, rng: np.random.Generator) -> Image.Image:
    """Return a photograph over which an edge of a shadow runs."""
    scene = Scene()
    x, y = across(scene.size)
    turn = rng.uniform(0, 2 * np.pi)
    where = (x - 0.5) * np.cos(turn) + (y - 0.5) * np.sin(turn) + rng.uniform(-0.15, 0.15)
    return lit(scene, 0.55 + 0.45 / (1 + np.exp(-where / 0.012)))(strokes, rng)


def in_gradient(strokes: Strokes, rng: np.random.Generator) -> Image.Image:
    """Return a photograph whose paper darkens to one side."""
    scene = Scene()
    x, _ = across(scene.size)
    return lit(scene, 1 - 0.3 * x)(strokes, rng)


def vignetted(scene: Scene) -> Callable[..., Image.Image]:
    """Return a maker of photographs whose corners are dark."""
    x, y = across(scene.size)
    return lit(scene, 1 - 0.9 * ((x - 0.5) ** 2 + (y - 0.5) ** 2))


def with_borders(strokes: Strokes, rng: np.random.Generator) -> Image.Image:
    """Return a scan with black borders."""
    picture = np.array(plain(Scene())(strokes, rng))
    top, bottom, left, right = rng.integers(0, 45, 4)
    picture[:top] = picture[600 - bottom :] = 8
    picture[:, :left] = picture[:, 600 - right :] = 8
    return Image.fromarray(picture)


def on_table(strokes: Strokes, rng: np.random.Generator) -> Image.Image:
    """Return a photograph of a sheet, from one side, on a wooden table."""
    scene = Scene(size=(900, 700), digit=0.4)
    x, y = across(scene.size)
    grain = 12 * np.sin(90 * y + 6 * np.sin(5 * x)) + 6 * np.sin(400 * y + 9 * np.sin(11 * x))
    table = np.array([120, 82, 50], np.float32) + grain[:, :, None]
    seen = painted(scene, covered(strokes, scene.size, 8, (450, 350, 300)))
    corners = np.array([(0, 0), (0, 700), (900, 700), (900, 0)], float)
    moved = corners + rng.uniform(20, 110, (4, 2)) * [(1, 1), (1, -1), (-1, -1), (-1, 1)]
    way = _perspective(moved, corners)
    warped = Image.fromarray(seen.clip(0, 255).astype(np.uint8)).transform(
        scene.size, Image.Transform.PERSPECTIVE, way, Image.Resampling.BILINEAR
    )
    sheet = Image.new("L", scene.size, 255).transform(
        scene.size, Image.Transform.PERSPECTIVE, way, Image.Resampling.BILINEAR
    )
    part = np.asarray(sheet, np.float32)[:, :, None] / 255
    return taken(scene, part * np.asarray(warped) + (1 - part) * table, rng)


def turned_on_table(strokes: Strokes, rng: np.random.Generator) -> Image.Image:
    """Return a photograph of a sheet that lies turned on a dark table, with its shadow there."""
    scene = Scene(size=(1000, 750), pen=float(rng.uniform(5, 14)), noise=3, blur=1)
    size = np.array(scene.size)
    side, turn = rng.uniform(180, 340), rng.choice((-1, 1)) * np.radians(rng.uniform(5, 20))
    middle = size / 2 + rng.uniform(-0.1, 0.1, 2) * size
    ink = covered(strokes, scene.size, scene.pen, (*middle, side))
    way = np.array(((np.cos(turn), np.sin(turn)), (-np.sin(turn), np.cos(turn))))
    half = np.array(((-1, -1), (1, -1), (1, 1), (-1, 1))) * size * rng.uniform(0.38, 0.55, 2)
    corners = half @ way + size / 2 + rng.uniform(-0.08, 0.08, 2) * size
    part, shadow = (
        _blurred(scene.size, corners + away, blur)[:, :, None] for away, blur in ((0, 1), (10, 8))
    )
    colours = ((120, 82, 50), (70, 48, 34), (50, 52, 56))
    table = np.array(colours[rng.integers(3)], np.float32) * (1 - 0.5 * shadow)
    return taken(scene, part * painted(scene, ink) + (1 - part) * table, rng)


def _blurred(size: Size, corners: FloatArray, blur: float) -> FloatArray:
    """Return which part of each pixel (height, width) a shape with a blurred edge covers."""
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).polygon([(float(x), float(y)) for x, y in corners], fill=255)
    return np.asarray(mask.filter(ImageFilter.GaussianBlur(blur)), np.float32) / 255


def _perspective(here: FloatArray, there: FloatArray) -> tuple[float, ...]:
    """Return Pillow's eight numbers, which lead the four points ``here`` to those ``there``."""
    rows, right = [], []
    for (x, y), (u, v) in zip(here, there, strict=True):
        rows += [(x, y, 1, 0, 0, 0, -u * x, -u * y), (0, 0, 0, x, y, 1, -v * x, -v * y)]
        right += [u, v]
    return tuple(np.linalg.solve(np.array(rows), np.array(right)).tolist())


def chalkboard(strokes: Strokes, rng: np.random.Generator) -> Image.Image:
    """Return a photograph of chalk on a board that was wiped."""
    scene = Scene(paper=(45, 72, 58), ink=(215, 220, 212), pen=16, noise=4)
    ink = covered(strokes, scene.size, scene.pen, place(scene, rng))
    ink = ink * rng.uniform(0.45, 1, ink.shape)
    wiped = rng.uniform(0, 1, (12, 12)).astype(np.float32)
    smear = Image.fromarray(wiped).resize(scene.size, Image.Resampling.BICUBIC)
    return taken(scene, painted(scene, ink) + 18 * np.asarray(smear)[:, :, None], rng)


def with_specks(strokes: Strokes, rng: np.random.Generator) -> Image.Image:
    """Return a photograph with a hundred dark specks on the paper."""
    picture = plain(Scene())(strokes, rng)
    draw = ImageDraw.Draw(picture)
    for x, y, size in rng.uniform((0, 0, 1), (600, 600, 7), (100, 3)):
        draw.ellipse((x, y, x + size, y + size), fill=(70, 70, 70))
    return picture


def as_jpeg(strokes: Strokes, rng: np.random.Generator) -> Image.Image:
    """Return a photograph that was saved small."""
    file = io.BytesIO()
    plain(Scene(noise=5))(strokes, rng).save(file, "JPEG", quality=15)
    return Image.open(file).convert("RGB")


def small(strokes: Strokes, rng: np.random.Generator) -> Image.Image:
    """Return 28x28 pixels, pale and noisy."""
    scene = Scene(size=(28, 28), paper=(225,) * 3, ink=(140,) * 3, pen=2.2, noise=4, digit=0.72)
    return plain(scene)(strokes, rng).convert("L")


def with_pen(pen: float) -> Callable[..., Image.Image]:
    """Return a maker of photographs with a pen of so many pixels in 600."""
    return plain(Scene(pen=pen))


def any_pen(strokes: Strokes, rng: np.random.Generator) -> Image.Image:
    """Return a photograph with any pen, size and place."""
    scene = Scene(pen=float(rng.uniform(2, 24)), digit=float(rng.uniform(0.3, 0.9)))
    return plain(scene)(strokes, rng)


GREY_PAPER = Scene(paper=(205,) * 3, ink=(35,) * 3)
BLUE, GREY, GREEN = (150, 180, 225), (170, 170, 172), (150, 205, 165)

KINDS: dict[str, Callable[..., Image.Image]] = {
    "grey paper": plain(GREY_PAPER),
    "light from one side": in_gradient,
    "shadow's edge": in_shadow,
    "vignette": vignetted(Scene()),
    "pen of 1 pixel": with_pen(1),
    "pen of 3 pixels": with_pen(3),
    "pen of 20 pixels": with_pen(20),
    "pen of 40 pixels": with_pen(40),
    "any pen and size": any_pen,
    "pencil": plain(Scene(paper=(245,) * 3, ink=(150,) * 3, pen=5, noise=3)),
    "low contrast": plain(Scene(paper=(190, 188, 180), ink=(150, 150, 148), noise=2)),
    "blue pen": plain(Scene(ink=(40, 70, 190))),
    "red pen": plain(Scene(ink=(215, 45, 50))),
    "dark theme": plain(Scene(paper=(30,) * 3, ink=(230,) * 3, noise=0)),
    "chalkboard": chalkboard,
    "scanner's borders": with_borders,
    "sheet on a table": on_table,
    "turned sheet on a table": turned_on_table,
    "ruled, blue": on_lines(Scene(ink=(35, 45, 110), pen=5), BLUE),
    "ruled, pencil": on_lines(Scene(ink=(120, 120, 122), pen=5), GREY),
    "squared, blue": on_lines(Scene(pen=5), BLUE, 30, both=True),
    "squared, grey": on_lines(Scene(pen=5), GREY, 36, both=True),
    "squared, green": on_lines(Scene(ink=(35, 45, 110), pen=6), GREEN, 40, both=True),
    "printed words": on_worksheet(words),
    "in a square": on_worksheet(square),
    "over a square's side": on_worksheet(touched),
    "on a row of cells": on_worksheet(cells),
    "in a circle": on_worksheet(circle),
    "on a line": on_worksheet(blank_line),
    "across a line": on_worksheet(partial(blank_line, at=0.4)),
    "specks": with_specks,
    "small JPEG": as_jpeg,
    "blurred": plain(Scene(blur=5, noise=3)),
    "28x28, pale": small,
    "12 megapixels": plain(Scene(size=(4000, 3000), pen=40, noise=0, blur=2)),
    "12 megapixels, small": plain(Scene(size=(4000, 3000), pen=12, digit=0.15, noise=0, blur=2)),
}
"""Makers of photographs, each ``(strokes, rng) -> Image``."""


def sheet(
    digits: Sequence[Strokes], rng: np.random.Generator, across: int = 5, scene: Scene | None = None
) -> Image.Image:
    """Return a photograph of digits in rows, ``across`` in each."""
    n_rows = -(-len(digits) // across)
    scene = replace(scene or Scene(pen=7), size=(160 * across, 200 * n_rows))
    ink = np.zeros((scene.size[1], scene.size[0]), np.float32)
    for number, strokes in enumerate(digits):
        row, column = divmod(number, across)
        x, y = 160 * column + 80, 200 * row + 100
        where = (x + rng.uniform(-8, 8), y + rng.uniform(-8, 8), rng.uniform(90, 115))
        ink = np.maximum(ink, covered(strokes, scene.size, scene.pen, where))
    return taken(scene, painted(scene, ink), rng)
