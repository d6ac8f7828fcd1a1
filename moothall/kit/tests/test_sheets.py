"""No cell that we write is a formula, and what was written is read back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.kit.sheets import safe, unsafe


@given(st.text(st.sampled_from("'=+-@\t\r ab"), max_size=8))
def test_a_safe_cell_is_read_as_it_was(cell: str) -> None:
    assert unsafe(safe(cell)) == cell
    assert not safe(cell).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("cell", ["", "Roads", "O'Brien", "'tis", "a=1", "3-4", "-"])
def test_plain_words_are_left_alone(cell: str) -> None:
    assert safe(cell) == (f"'{cell}" if cell == "-" else cell)
