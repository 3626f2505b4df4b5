"""What the page in one file shows, and what Python makes of the same drawings."""

import numpy as np

from mnistnet import Drawing, forward, load_network, prepare_as_drawn, prepare_strokes
from mnistnet.charts.number_text import short_number, sum_text
from mnistnet.drawing.strokes import bounds, extent
from mnistnet.loss import one_hot, squared_error

SHOW_ALL = """(() => {
    const texts = %s;
    const shown = window.shownNumbers = [];
    const words = selector => [...document.querySelectorAll(selector)].map(e => e.textContent);
    const read = () => [
        words(".frame-activations .number"), words(".frame-squared_error .number"),
        words(".live strong").join(), words(".loss b").join(),
    ];
    const rest = location.hash.replace(/&?drawing=[^&]*/, "");
    const next = () => {
        if (shown.length === texts.length) return;
        location.hash = `${rest}&drawing=${texts[shown.length]}`;
        // The page has asked for its frame before this one does.
        addEventListener("hashchange", () => requestAnimationFrame(() => {
            shown.push(read());
            next();
        }), {once: true});
    };
    next();
})()"""
"""Opens drawings by the address, one after the other, and keeps what is written of each."""


def numbers_of(drawing: Drawing, preparation: str, name: str = "lecture-a") -> list[object]:
    """Return what the page should write of a drawing: outputs, errors, digit and loss."""
    if preparation == "mnist":
        X = prepare_strokes(drawing.strokes).X.astype(float)
    else:  # NumPy adds up in float32 here; each pixel is a mean of a hundred
        X = np.round(prepare_as_drawn(drawing).X.astype(float), 2)
    y_hat = forward(load_network(name), X).A2
    winner = int(y_hat.argmax())
    errors = squared_error(y_hat, one_hot(winner))
    return [
        [short_number(value) for value in y_hat[:, 0]],
        [short_number(value) for value in errors[:, 0]],
        str(winner),
        sum_text(errors[:, 0])[0],
    ]


def on_canvas(strokes: list[np.ndarray], width: int) -> Drawing:
    """Return handwriting as large as one draws, on whole pixels of the canvas."""
    low, _ = bounds(strokes)
    scale = 220 / extent(strokes)
    return Drawing(
        tuple(np.round((points - low) * scale + 30) for points in strokes),
        (float(width),) * len(strokes),
    )
