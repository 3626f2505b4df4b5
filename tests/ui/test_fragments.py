"""A callback that has fragments written again, on a page that has them and on one that has not."""

from streamlit.testing.v1 import AppTest


def page() -> None:
    import streamlit as st

    from mnistnet.ui.fragments import write_again

    runs = st.session_state

    @st.fragment(key="counted")
    def counted() -> None:
        runs["n_parts"] = runs.get("n_parts", 0) + 1

    runs["n_pages"] = runs.get("n_pages", 0) + 1
    for name in ("counted", "gone"):
        st.button(name, key=name, on_click=write_again, args=(name,))
    counted()


def test_a_fragment_is_written_alone_and_without_it_all_of_the_page() -> None:
    app = AppTest.from_function(page).run()

    for name, n_pages, n_parts in (("gone", 2, 2), ("counted", 2, 3)):
        app.button(key=name).click().run()
        assert not app.exception
        assert (app.session_state["n_pages"], app.session_state["n_parts"]) == (n_pages, n_parts)
