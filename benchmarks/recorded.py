"""What a browser once asked after a stroke, to be asked again with other drawings."""

import json
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from mnistnet import Drawing
from tests.support.visitor import report


def stroke_on(drawing: Drawing, told: dict[str, Any], recorded: BackMsg) -> bytes:
    """Return what a browser sends after a stroke.

    Parameters
    ----------
    drawing : Drawing
        What is then on the canvas.
    told : dict
        What the browser was last told of the canvas.
    recorded : BackMsg
        What a real browser sent after a stroke: the fragment to run, and every widget's state.
        Streamlit names both by what they are, so all visitors of a page share the names.
    """
    question = BackMsg()
    question.CopyFrom(recorded)
    _canvas_of(question).json_value = json.dumps(report(drawing, told))
    return bytes(question.SerializeToString())


def _canvas_of(question: BackMsg) -> WidgetState:
    """Return the canvas among the widgets that a browser tells of."""
    widgets = question.rerun_script.widget_states.widgets
    (canvas,) = (widget for widget in widgets if widget.id.endswith("-canvas"))
    assert isinstance(canvas, WidgetState)  # noqa: S101 - untyped, as all of Streamlit's messages
    return canvas
