from html.parser import HTMLParser

from mnistnet.ui.html_table import table


class Cells(HTMLParser):
    """What a browser takes a table's cells for: their tag, scope and words."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag in ("th", "td", "b"):
            self.found.append([tag, dict(attrs).get("scope"), ""])

    def handle_data(self, data):
        self.found[-1][2] += data


def test_columns_and_rows_have_their_heads():
    assert Cells(table(["", "A"], [["one", "1"], ["two", "2"]])).found == [
        ["td", None, ""],
        ["th", "col", "A"],
        ["th", "row", "one"],
        ["td", None, "1"],
        ["th", "row", "two"],
        ["td", None, "2"],
    ]


def test_words_in_a_table_are_shown_as_they_are():
    attack = "<b>&amp;"

    cells = Cells(table([attack], [[attack, attack]])).found

    assert cells == [["th", "col", attack], ["th", "row", attack], ["td", None, attack]]
