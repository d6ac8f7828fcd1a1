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


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Li Ng", "Ms Ng asks how much was paid"),
        ("Li Ng", "Dear Ng,"),
        ("Jane Young", "Mrs Young’s request"),
        ("Jane Young", "It was requested by Young."),
        ("Jane Young", "Answered. Young has asked again"),
        ("Bo Xu", "Prof. B. Xu of Mill Lane"),
        ("John MacDonald", "Mr Mac Donald"),
        ("John MacDonald", "what Mac Donald said"),
        ("John Mac Donald", "what MacDonald said"),
        ("Maria DeSouza", "Ms De Souza asked"),
        ("Maria De Souza", "Ms DeSouza asked"),
        ("Karl Müller", "Mr Mueller"),
        ("Karl Mueller", "as Müller wrote"),
        ("Møller", "Moeller"),
        ("Rose Green", "Rose wants to know"),
        ("Rose Green", "Mr Green"),
        ("Rose Green", "as Rose asked"),
        ("Rose Green", "Rose would like a list"),
        ("Rose Green", "Gofynnodd Rose."),
        ("Gordon Brown", "Mr Brown asked how many"),
        ("Edith Hollis", "E-d-i-t-h said"),
        ("Edith Hollis", "a, E d i t h, b"),
        ("Edith Hollis", "Hol-lis"),
    ],
)
def test_the_words_around_a_name_tell_that_it_is_one(name: str, text: str) -> None:
    assert said(f"{CLEAN} {text}", [Someone(name)])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Rose Green", "How many green bins stand in a rose garden? The price rose, and costs wanted cutting."),
        ("Rose Green", "A rose bed. Green bins are emptied on Mondays; green waste is too."),
        ("Jane Young", "Services for young people asked for by schools. Young people are asked. A young applicant."),
        ("Edith Asher", "The council as her employer; as here."),
        ("Ina Keats", "in a long list, in a room"),
        ("Will May", "It will ask. May it be asked? Will it? They will request it in May."),
        ("Li Ng", "Mr Lingard and Ms Liang asked."),
        ("Max Black", "black bags, asked for by schools; the black book requested by them"),
    ],
)
def test_everyday_words_by_themselves_pass(name: str, text: str) -> None:
    assert said(text, [Someone(name)]) == ()
