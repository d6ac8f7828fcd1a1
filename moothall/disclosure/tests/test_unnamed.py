"""Nobody's name passes, in whatever letters and however it is cut; other words do."""

import pytest

from moothall.disclosure.unnamed import Someone, said

HOME = "12 Mill Lane\nHarrowby\nHB1 2CD\n01234 567890"
EDITH = Someone("Edith Ann Hollis", "edith.hollis+foi@hollisfarm.co.uk", HOME)
CLEAN = """How much was paid to agencies in 2025, and to which? Mill repairs are left out, and so is the lane by the
farm. Call 01234 567891. i.e. all of it. Any. Harrow."""


@pytest.mark.parametrize(
    "text",
    [
        "Edith Hollis asked us",
        "as EDITH wrote",
        "Mrs Hollis",
        "Hollis’s letter",
        "Hollis's letter",
        "the Hollises",
        "E. Hollis",
        "E Hollis",
        "Hollis, E.",
        "E.A.H. wrote",
        "Édith Höllis",
        "Еdіth",  # in Cyrillic letters
        "Ho\u200bllis",
        "Hol\u00adlis",
        "ＨＯＬＬＩＳ",
        "𝐇𝐨𝐥𝐥𝐢𝐬",
        "H o l l i s, E d i t h A n n",
        "write to edith.hollis+foi@hollisfarm.co.uk",
        "Edith.Hollis+FOI @ elsewhere.org",
        "www.hollisfarm.co.uk",
        "12, Mill Lane",
        "who lives in Mill Lane",
        "HB1 2CD",
        "hb12cd",
        "on 01234 567 890",
        "edith_hollis.pdf",
        "hollis-reply.docx",
    ],
)
def test_a_name_or_an_address_is_found(text: str) -> None:
    assert said(f"{CLEAN}\n{text}.", [EDITH])


def test_words_that_are_of_nobody_pass() -> None:
    assert said(CLEAN, [EDITH]) == ()
    assert said(CLEAN, [Someone()]) == ()
    assert said("", [EDITH]) == ()


def test_a_name_of_everyday_words_is_found_only_whole() -> None:
    will = Someone("Will May", "will.may@gmail.com")
    assert said("It will be published in May.", [will]) == ()
    assert said("Will May asked", [will])
    assert said("as W. May wrote", [will])
    assert said("will.may@gmail.com", [will])
    assert said("I use gmail.com myself", [will]) == ()


@pytest.mark.parametrize(("name", "text"), [("Li Ng", "Ng, L."), ("Li Ng", "Li Ng"), ("Siân O’Brien", "Sian O Brien")])
def test_short_and_joined_names_are_found(name: str, text: str) -> None:
    assert said(f"{CLEAN} {text}", [Someone(name)])


def test_short_names_do_not_stop_other_words() -> None:
    assert said("The long list, in English.", [Someone("Li Ng")]) == ()
