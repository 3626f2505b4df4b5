"""A sheet of MNIST's test images, to choose one from."""

from typing import Any

import numpy as np

from mnistnet.charts.number_text import number
from mnistnet.charts.sheet import contact_sheet, image_sheet, sheet_ratio
from mnistnet.data.mnist import Images
from mnistnet.evaluation import Evaluation
from mnistnet.notation import FloatArray, IntArray
from mnistnet.ui import url_state
from mnistnet.ui.figure import clicked_cell, figure
from mnistnet.ui.i18n import t
from mnistnet.ui.mnist import guess
from mnistnet.ui.mnist.browse import COLUMNS, ROWS, choose_sheet

SHEET = 540
"""Greatest height of the figure, in pixels."""


def show_sheet(
    found: IntArray, images: Images, evaluation: Evaluation, outlined: int | None
) -> None:
    """Show one sheet of the images that were found, one outlined; a click chooses one."""
    shown = choose_sheet(found)
    labels, answers = images.labels[shown], evaluation.answers[shown]
    hidden = [guess.is_hidden(image) for image in shown.tolist()]
    captions, hovers = _words(shown, labels, answers, evaluation.losses[shown], hidden)
    misread = (labels != answers) & ~np.array(hidden, bool)
    sheet = contact_sheet(images.pixels[shown], ROWS, COLUMNS)
    places = {image: place for place, image in enumerate(shown.tolist())}

    def choose(point: dict[str, Any]) -> None:
        if cell := clicked_cell(point, range(ROWS), range(COLUMNS)):
            place = cell[0] * COLUMNS + cell[1]
            if place < len(shown):
                url_state.take_image(int(shown[place]))

    figure(
        image_sheet(sheet, captions, hovers, marked=misread, chosen=places.get(outlined)),
        key="sheet",
        alt=t("mnist_page.sheet", listed="; ".join(hovers)),
        height=SHEET,
        ratio=sheet_ratio(sheet),
        on_click=choose,
    )


def _words(
    shown: IntArray, labels: IntArray, answers: IntArray, losses: FloatArray, hidden: list[bool]
) -> tuple[list[str], list[str]]:
    """Return what stands under each image, and what it says of itself."""
    captions, hovers = [], []
    for i, label, answer, loss, is_hidden in zip(
        shown, labels, answers, losses, hidden, strict=True
    ):
        told = {"number": i, "label": label, "answer": answer, "loss": number(loss)}
        if is_hidden:
            captions.append("?")
            hovers.append(t("mnist_page.hover_hidden", number=i))
        else:
            captions.append(str(label) if label == answer else f"{label}→{answer}")
            hovers.append(t("mnist_page.hover", **told))
    return captions, hovers
