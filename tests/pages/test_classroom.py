"""The page Class without a browser."""

from tests.support.app import open_page, press


def test_a_class_opened_after_another_page_is_read_by_the_network_chosen_there(class_store):
    app = open_page(language="en", network="lecture-b")
    app.switch_page("mnistnet/pages/classroom.py").run()

    press(app, "open_class")

    assert app.query_params["network"] == "lecture-b"
    assert class_store.find(app.query_params["class"]) is not None
