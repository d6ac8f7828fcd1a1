"""Words as numbers: one word one number, whatever stands around it and however long the text or the word is."""

import re
from itertools import product

from hypothesis import example, given
from hypothesis import strategies as st

from moothall.disclosure.sifting.words import MOST_BYTES, SLICE, hashed, numbered

LETTERS = "aBcz09_éŵßİΣ東🏛 \n\t.,-–'\x00"


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


@given(st.text(LETTERS, max_size=400))
@example("")
@example("a")
@example("…")
@example("aa a aa")
def test_equal_words_have_equal_numbers_and_others_have_others(text: str) -> None:
    words, numbers = words_of(text), numbered(text).tolist()
    assert len(numbers) == len(words)
    found: dict[str, int] = {}
    for word, number in zip(words, numbers, strict=True):
        assert found.setdefault(word, number) == number
    assert len(set(found.values())) == len(found)


def test_a_long_text_has_the_numbers_of_its_words_wherever_it_is_cut() -> None:
    text = "The bridge at Wexmoor, again. " * (SLICE // 8)
    assert len(text) > 3 * SLICE
    assert numbered(text).tolist() == numbered("the bridge at wexmoor again").tolist() * (SLICE // 8)
    assert numbered("Â " + text).tolist()[1:] == numbered(text).tolist()


def test_a_word_without_end_has_a_number_too_and_its_neighbours_keep_theirs() -> None:
    for long in ("x" * MOST_BYTES * 3, "é" * MOST_BYTES):
        numbers = numbered(f"before {long} after {long}").tolist()
        assert numbers[0] == numbered("before").tolist()[0]
        assert numbers[2] == numbered("after").tolist()[0]
        assert numbers[1] == numbers[3] != numbered(long[:-1]).tolist()[0]


def test_no_two_of_half_a_million_short_words_share_a_number() -> None:
    words = ["".join(letters) for letters in product("abcdefghijklmnopqrstuvwxyz", repeat=4)]
    numbers = hashed(" ".join(words[:200]).encode()).tolist()
    for start in range(200, len(words), 5000):
        numbers += hashed(" ".join(words[start : start + 5000]).encode()).tolist()
    assert len(set(numbers)) == len(words) == len(numbers)
