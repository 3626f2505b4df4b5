"""A page's fragments, by the keys that they are given."""

from collections.abc import Sequence
from contextlib import suppress

import streamlit as st
from streamlit.errors import StreamlitAPIException


def write_again(fragments: str | Sequence[str]) -> None:
    """End a callback with a run of these fragments, and of nothing else.

    Of a page that is just being left Streamlit may have none any more. What follows the callback
    then is a run of all of a page, which needs no other.
    """
    with suppress(StreamlitAPIException):
        st.rerun(fragments)
