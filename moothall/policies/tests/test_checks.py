"""What is typed is looked at by fixed rules: they see what they should, are silent about the rest, and are quick."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from moothall.kit import clock
from moothall.kit.testing import never_ending
from moothall.policies import checks
from moothall.policies.checks import Kind, look
from moothall.policies.tests.innocent import INNOCENT

NOW = datetime(2026, 6, 3, 9, 0, tzinfo=UTC)
DIGITS = "0123456789"
digit_strings = st.text(DIGITS, min_size=1, max_size=20)


def kinds(text: str) -> dict[Kind, int]:
    with clock.at(NOW):
        return {finding.kind: finding.count for finding in look(text)}


def ten_digits(first: str, rest: str) -> str | None:
    """An NHS number from nine digits; None where its check would have two digits."""
    nine = first + rest
    check = -sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True)) % 11
    return None if check == 10 else nine + str(check)


def with_luhn(digits: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 - place % 2)
        total += value - 9 if value > 9 else value
    return digits + str(-total % 10)


def iban(country: str, account: str) -> str:
    closed = "".join(str(int(letter, 36)) for letter in f"{account}{country}00")
    return f"{country}{98 - int(closed) % 97:02}{account}"


@pytest.mark.parametrize("name", INNOCENT)
def test_council_prose_brings_no_warning(name: str) -> None:
    assert kinds(INNOCENT[name]) == {}


def test_the_whole_of_it_in_one_post_brings_none_either() -> None:
    assert not kinds("\n\n".join(INNOCENT.values())).keys() - {Kind.PEOPLE}


prefixes = st.tuples(st.sampled_from("ABCEGHJKLMNOPRSTWXYZ"), st.sampled_from("ABCEGHJKLMNPRSTWXYZ"))
gaps = st.sampled_from(["", " ", "-", "\u00a0"])


@given(prefixes.map("".join), st.integers(0, 999_999), st.sampled_from("ABCD"), gaps, st.booleans())
def test_a_national_insurance_number_is_seen_however_it_is_spaced(
    prefix: str, number: int, suffix: str, gap: str, lower: bool
) -> None:
    if prefix in {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}:
        return
    pairs = [f"{number:06}"[at : at + 2] for at in (0, 2, 4)]
    nino = gap.join([prefix, *pairs, suffix])
    assert kinds(f"Her number is {nino.lower() if lower else nino}, please check.") == {Kind.NINO: 1}


@pytest.mark.parametrize(
    "nino", ["QQ123456C", "AO123456A", "BG123456A", "ZZ123456D", "AB123456E", "AB12345C", "AB1234567C", "PAB123456C"]
)
def test_what_cannot_be_one_is_not(nino: str) -> None:
    assert kinds(f"Her number is {nino}.") == {}


@given(st.sampled_from("467"), st.text(DIGITS, min_size=8, max_size=8))
@example("9", "43476591")
def test_an_nhs_number_is_seen_in_its_usual_groups_and_bare_by_words_of_health(first: str, rest: str) -> None:
    number = ten_digits(first, rest)
    if number is None or len(set(number)) == 1:
        return
    grouped = f"{number[:3]} {number[3:6]} {number[6:]}"
    assert kinds(f"Please see about {grouped} today")[Kind.NHS] == 1
    assert kinds(f"Patient {number} waits") == {Kind.NHS: 1}
    wrong = number[:9] + str((int(number[9]) + 1) % 10)
    assert Kind.NHS not in kinds(f"NHS {wrong[:3]} {wrong[3:6]} {wrong[6:]}, patient {wrong}")


def test_a_column_of_nhs_numbers_is_seen_without_a_word_and_one_number_alone_is_not() -> None:
    numbers = [number for n in range(12) if (number := ten_digits("4", f"{n * 7_654_321:08}"))]
    assert kinds("\n".join(f"Row {n}\t{number}" for n, number in enumerate(numbers))) == {Kind.NHS: len(numbers)}
    assert kinds(f"Please pay {numbers[0]} soon") == {}


@given(st.text(DIGITS, min_size=14, max_size=14), st.sampled_from(["", " ", "-"]))
def test_a_card_is_seen_with_its_check_and_not_without(rest: str, gap: str) -> None:
    card = with_luhn("4" + rest)
    if len(set(card)) == 1:
        return
    assert kinds(f"Pay with {gap.join(card[at : at + 4] for at in range(0, 16, 4))} by noon")[Kind.CARD] == 1
    wrong = card[:-1] + str((int(card[-1]) + 1) % 10)
    assert Kind.CARD not in kinds(f"Pay with {gap.join(wrong[at : at + 4] for at in range(0, 16, 4))} by noon")


@pytest.mark.parametrize(
    "card", ["5555 5555 5555 4444", "2223003122003222", "3782 822463 10005", "3056 930902 5904", "6011-1111-1111-1117"]
)
def test_other_makes_of_cards_are_seen_too(card: str) -> None:
    assert kinds(f"card\t{card}\t12/27") == {Kind.CARD: 1}


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        ("Sort code 20-00-00, account 55779911", 1),
        ("sort code 200000 account number 55779911", 1),
        ("Account number: 55779911\nSort code: 20 00 00", 1),
        ("Payee\tSort code\tAccount\nA Lee\t200000\t55779911\nB Fry\t404784\t70872490", 2),
        ("pay it to 40-47-84 70872490", 1),
        ("bank details 09-01-28 55779911", 1),
        ("The meeting of 09-01-28 has the number 55779911", 0),
        ("Bank holiday 25-12-24, ref 20241225", 0),
        ("200000 of them, 55779911 in all", 0),
    ],
)
def test_bank_details_are_a_sort_code_and_an_account_beside_it(words: str, seen: int) -> None:
    assert kinds(words).get(Kind.BANK, 0) == seen


@given(st.sampled_from([("GB", 18), ("DE", 18), ("IE", 18), ("FR", 23)]), st.data())
def test_an_iban_is_seen_in_groups_and_bare_and_not_with_a_slip(country: tuple[str, int], data: st.DataObject) -> None:
    account = data.draw(st.text(DIGITS, min_size=country[1], max_size=country[1]))
    number = iban(country[0], account)
    spaced = " ".join(number[at : at + 4] for at in range(0, len(number), 4))
    assert kinds(f"Send it to {number}")[Kind.IBAN] == 1
    assert kinds(f"Send it to {spaced} today")[Kind.IBAN] == 1
    slip = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert Kind.IBAN not in kinds(f"Send it to {slip}")


@pytest.mark.parametrize(
    "words",
    [
        "Ella Frost\t12/03/2016\nSam Oduya\t04/11/2015\nMia Nowak\t23/07/2017",
        "Frost, Ella, 12/03/1966\nOduya, Sam, 04/11/1985\nNowak, Mia, 23/07/1977",
        "FROST Ella 12.03.1966; ODUYA Sam 04.11.1985; NOWAK Mia 23.07.1977",
        "| Child | Born |\n|---|---|\n| Ella Frost | 2025-03-12 |\n"
        "| Sam Oduya | 2024-11-04 |\n| Mia Nowak | 2026-01-23 |",
        "Name: Ella Frost\nDOB: 12 March 2016\n\nName: Sam Oduya\nDOB: 4 Nov 2015\n\n"
        "Name: Mia Nowak\nDOB: 23 July 2017",
        "Ella Frost (12th March 1966), Sam Oduya (4th November 1985) and Mia Nowak (23rd July 1977) are coming.",
        "Enw\tDyddiad geni\nElin Rhys\t12/03/16\nGwen Parry\t04/11/15\nIfan Huws\t23/07/17",
        "First\tLast\tStreet\tDate\nElla\tFrost\t1 High St\t12/03/1966\n"
        "Sam\tOduya\t2 Low St\t4/11/1985\nMia\tNowak\t3 Way\t23/7/1977",
    ],
)
def test_a_list_of_people_with_their_dates_of_birth_is_seen(words: str) -> None:
    assert kinds(words) == {Kind.PEOPLE: 3}


@pytest.mark.parametrize(
    "words",
    [
        "Ella Frost was born on 12/03/2016 and Sam Oduya on 04/11/2015.",
        "dob: see file. Ella Frost, Sam Oduya, Mia Nowak meet on 12/03/2027, 19/03/2027, 26/03/2027",
        "Ella Frost\t12/03/2026\nSam Oduya\t13/03/2026\nMia Nowak\t14/03/2026",
        "12/03/1966\n04/11/1985\n23/07/1977",
    ],
)
def test_two_people_or_days_to_come_or_days_alone_are_no_list(words: str) -> None:
    assert kinds(words) == {}


def test_two_digits_of_a_year_are_of_the_past() -> None:
    from moothall.policies import birthdays

    with clock.at(NOW):
        days = [found.day for found in birthdays._days("12/03/26 12/03/27 31/02/20 5 Jan 99")]
    assert days == [date(2026, 3, 12), date(1927, 3, 12), date(1999, 1, 5)]


def test_several_kinds_are_told_apart_and_counted() -> None:
    words = "Pay 4111 1111 1111 1111 or 20-00-00 55779911; JG103759A and JG103760B; NHS 943 476 5919"
    assert kinds(words) == {Kind.NINO: 2, Kind.NHS: 1, Kind.CARD: 1, Kind.BANK: 1}


def test_a_finding_says_what_and_why_and_holds_nothing_of_it() -> None:
    [finding] = look("JG103759A")
    assert finding.words == "what looks like a National Insurance number" and str(finding.why)
    assert "103759" not in repr(finding) + finding.words + str(finding.why)
    [several] = look("JG103759A JG103760B")
    assert several.words == "what look like 2 National Insurance numbers"


HOSTILE = [
    *(
        "1 ",
        "1",
        "1-",
        "11-11-11 ",
        "GB29 ",
        "GB29",
        "4111 ",
        "12/03/2010 ",
        "Ab ",
        "A",
        "a\n",
        "\t",
        "jan ",
        "(",
        "+44 ",
    ),
    *("AB 12 ", "Ab\t", "1234567890 ", "12345678 ", "20-00-00 ", "20-00-00" + " " * 41, "isbn ", "12 january 2010 "),
    *("Ab Cd 12/03/2010\n", "dob Ab Cd 12/03/2010 ", "Ab Cd\t" * 20 + "12/03/2010\n", "943 476 5919 "),
    "DE89 3704 0044 0532 0130 00 ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_the_longest_post_of_the_worst_text_is_soon_looked_through(piece: str) -> None:
    with never_ending(piece, patience=20):  # a hundred times what it takes: `bench.texts` says how long that is
        look((piece * 40_000)[:40_000])


@settings(max_examples=300)
@given(st.text(max_size=300) | st.text("0123456789 -/.\t\nABCDab|,", max_size=400))
def test_no_text_breaks_it(text: str) -> None:
    assert all(finding.count > 0 and finding.words for finding in look(text))


@given(digit_strings)
def test_the_checks_of_single_numbers_agree_with_the_plain_arithmetic(digits: str) -> None:
    assert not checks.is_card(digits) or digits == with_luhn(digits[:-1])
    if len(digits) == 10:
        assert not checks.is_nhs_number(digits) or digits == ten_digits(digits[0], digits[1:9])
