"""Streamlit's own page with nothing on it but one line."""

import streamlit as st

st.text("ready")
