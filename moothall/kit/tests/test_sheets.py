"""No cell that we write is a formula, and what was written is read back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.kit import sheets
from moothall.kit.sheets import safe, unsafe


@given(st.text(st.sampled_from("'=+-@\t\r ab"), max_size=8))
def test_a_safe_cell_is_read_as_it_was(cell: str) -> None:
    assert unsafe(safe(cell)) == cell
    assert not safe(cell).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("cell", ["", "Roads", "O'Brien", "'tis", "a=1", "3-4", "-"])
def test_plain_words_are_left_alone(cell: str) -> None:
    assert safe(cell) == (f"'{cell}" if cell == "-" else cell)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_whatever_a_spreadsheet_writes_is_read(encoding: str, delimiter: str) -> None:
    text = f"name{delimiter}note\r\n\r\nZoë{delimiter}“two\nlines”\r\n".replace("“", '"').replace("”", '"')
    assert list(sheets.read(text.encode(encoding), most_rows=5)) == [(1, ["name", "note"]), (3, ["Zoë", "two\nlines"])]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"PK\x03\x04\x00", "not text"),
        (b'a,"b\n', "not a CSV file"),
        (b"a\n" * 4, "more than 2 rows"),
        (b"a,b,c,d\n", "more than 3 columns"),
    ],
)
def test_what_is_no_table_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(sheets.Unreadable, match=words):
        sheets.read(data, most_rows=2, most_columns=3)
