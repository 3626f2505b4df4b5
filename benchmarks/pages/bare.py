"""What a page with a canvas costs at least: the canvas, and one line of text that answers."""

import streamlit as st
from streamlit_drawable_canvas import st_canvas

drawn = st_canvas(
    stroke_color="#ffffff", background_color="#000000", width=280, height=280, key="canvas"
).json_data
st.text(f"strokes: {len(drawn['objects']) if drawn else 0}")
