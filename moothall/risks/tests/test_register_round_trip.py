"""Whatever a register holds: taken away and brought in elsewhere it says the same, and no cell is a formula."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from conftest import Cast
from moothall.kit import clock
from moothall.kit.sheets import Unreadable, read
from moothall.kit.testing import never_ending
from moothall.people.models import User
from moothall.people.tests import make as make_people
from moothall.risks.actions import registers as act
from moothall.risks.actions import responses, risks
from moothall.risks.actions.responses import ResponseWords
from moothall.risks.actions.risks import RiskWords
from moothall.risks.columns import BY_NAME, COLUMNS, choice
from moothall.risks.models import (
    ActsOn,
    Appraisal,
    Category,
    Classification,
    Control,
    Exposure,
    RegisterImport,
    ResponseKind,
    Risk,
    Round,
    Stance,
)
from moothall.risks.tests import make
from moothall.risks.tests import make_registers as files

FORMULAS = ("=", "+", "-", "@", "\t", "\r")
NASTY = st.text(st.sampled_from("=+-@'\";,\t ,é’ aB\n"), min_size=1, max_size=12).filter(str.strip)
LINE = NASTY.map(lambda words: " ".join(words.split()))
DAYS = st.none() | st.dates(date(2020, 1, 1), date(2040, 1, 1))
PLACES = st.sets(st.integers(0, 3))
STEPS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from([ResponseKind.TREAT, ResponseKind.TRANSFER, ResponseKind.TAKE, ResponseKind.TOLERATE]),
        "step": LINE,
        "acts_on": st.sampled_from(list(ActsOn)),
        "control": st.sampled_from(list(Control)),
        "actionee": st.sampled_from([None, 1, 2]),
        "due_on": DAYS,
        "cost": st.none() | st.decimals(0, 10**9, places=2),
        "rationale": NASTY,
        "in_place": st.booleans(),
        "serves": st.sets(st.tuples(st.integers(0, 5), st.integers(0, 3)), min_size=1, max_size=6),
    }
)
RISKS = st.fixed_dictionaries(
    {
        "stance": st.sampled_from(list(Stance)),
        "name": LINE,
        "cause": LINE,
        "event": LINE,
        "consequence": LINE,
        "category": st.sampled_from(list(Category)),
        "owner": st.sampled_from([None, 0, 1]),
        "proximity": DAYS,
        "note": st.just("") | NASTY,
        "twin": st.none() | st.integers(0, 5),
        "not_faced": st.dictionaries(st.integers(0, 3), LINE, max_size=2),
    }
)
Said = dict[str, Any]


class ThereAndBack(TestCase):
    """A register that the real acts wrote, as a file, in another appraisal of the same options."""

    @settings(max_examples=15, derandomize=True, phases=[Phase.generate], deadline=None)
    @given(said=st.lists(RISKS, min_size=1, max_size=5), steps=st.lists(STEPS, max_size=4))
    def test_a_register_says_the_same_there(self, said: list[Said], steps: list[Said]) -> None:
        people = [make_people.user(f"Person {number}") for number in range(4)]
        here, there = (make.round_of(files.asked(people[3])) for _time in range(2))
        self.write(here, said, steps, people)
        content = files.taken_away(here)
        for line in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
            assert not any(cell.startswith(FORMULAS) for cell in line), line
        for _time in range(2):
            incoming = files.said(content, by=people[3], round=there)
            assert not incoming.faults and not incoming.passed_over, incoming.faults
            act.bring_in(there, by=people[3], incoming=incoming)
            assert files.register(there) == files.register(here)
        assert not Classification.objects.exists()

    def write(self, round: Round, said: list[Said], steps: list[Said], people: list[User]) -> None:
        """Name the risks and write the steps."""
        options = list(round.options.order_by("place"))
        named: list[Risk] = []
        for number, one in enumerate(said):
            twin = named[one["twin"]] if one["twin"] is not None and one["twin"] < len(named) else None
            words = RiskWords(
                name=one["name"], cause=one["cause"], event=f"{one['event']} {number}", consequence=one["consequence"],
                category=one["category"], owner=None if one["owner"] is None else people[one["owner"]],
                proximity=one["proximity"], note=one["note"],
                twin=twin if twin and twin.stance != one["stance"] else None,
            )  # fmt: skip
            named.append(risks.name_risk(round, by=people[3], stance=one["stance"], words=words))
            for place, why in one["not_faced"].items():
                faced = Exposure.objects.get(risk=named[-1], option=options[place])
                risks.set_applies(faced, by=people[3], applies=False, why_not=why)
        for one in steps:
            self.respond(round, one, named, people)

    def respond(self, round: Round, one: Said, named: list[Risk], people: list[User]) -> None:
        """Write one step against the exposures that apply."""
        options = list(round.options.order_by("place"))
        pairs = {(named[risk % len(named)].pk, options[place].pk) for risk, place in one["serves"]}
        facing = [e for e in Exposure.objects.filter(applies=True) if (e.risk_id, e.option_id) in pairs]
        if not facing:
            return
        tolerates = one["kind"] == ResponseKind.TOLERATE
        words = ResponseWords(
            kind=one["kind"], step=one["step"], acts_on=one["acts_on"], control=one["control"], due_on=one["due_on"],
            actionee=None if one["actionee"] is None else people[one["actionee"]], cost=one["cost"],
            rationale=one["rationale"], approver=people[0] if tolerates else None,
            review_on=clock.today() + timedelta(days=90) if tolerates else None,
        )  # fmt: skip
        written = responses.respond(round, by=people[3], words=words, exposures=facing)
        if one["in_place"] and not tolerates:
            responses.put_in_place(written, by=people[3])


@pytest.fixture
def asked(cast: Cast) -> Appraisal:
    return files.asked(cast.priya)


NAMES = b"ref,name,cause,event,consequence,category\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (NAMES, "no row below them"),
        (b"ref,name\nD1,x\n", "has no column “cause”, “event”, “consequence”"),
        (b"name,title,cause,event,consequence\na,b,c,d,e\n", "stands twice: name"),
        (NAMES + b'D1,"unclosed\n', "not a CSV file"),
        (NAMES + b'D1,"x" y,c,e,q,legal\n', "not a CSV file"),
        (NAMES + b"D1," + b"x" * 200_000 + b",c,e,q,legal\n", "not a CSV file"),
        (NAMES + b"D1,a\x00b,c,e,q,legal\n", "not text"),
        ((NAMES + b"D1,x,c,e,q,legal\n").decode().encode("utf-16-le"), "not text"),
        (b"PK\x03\x04\x00\x00ref,name", "not text"),
        (NAMES[:-1] + b",x" * 100 + b"\n", "more than 60 columns"),
        (NAMES.replace(b",", b";")[:-1] + b";" * 100 + b"\n", "more than 60 columns"),
        (NAMES + b"".join(b"D%d,x,c,e%d,q,legal\n" % (n, n) for n in range(2001)), "more than 2000 rows"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(
    cast: Cast, asked: Appraisal, as_user: Any, content: bytes, words: str
) -> None:
    file = SimpleUploadedFile("register.csv", content or b"\n", content_type="text/csv")
    data = {**files.SAYS_ALL, "file": file}
    with never_ending("refusing a file"):
        answer = as_user(cast.priya).post(reverse("risks:bring_in", args=[asked.pk]), data)
    assert answer.status_code == 422 and words in answer.content.decode()
    assert not Risk.objects.exists() and not RegisterImport.objects.exists()


def test_a_row_of_another_shape_is_a_fault(cast: Cast, asked: Appraisal) -> None:
    content = NAMES + b"D1,too few\nD2,x,c,e,q,legal,more\nD3,x,c,e,q,legal,\nD4,x,\x07,e,q,legal\n"
    incoming = files.said(content, by=cast.priya, round=make.round_of(asked))
    assert files.faults(incoming) == [(2, ""), (3, ""), (5, "cause")]


def test_two_thousand_rows_of_faults_are_told_a_hundred_at_a_time(cast: Cast, asked: Appraisal, as_user: Any) -> None:
    content = NAMES + b"".join(b"X%d,,,,,\n" % n for n in range(1900))
    with never_ending("checking many rows"):
        answer = files.look(as_user(cast.priya), asked, content)
    page = answer.content.decode()
    assert answer.status_code == 422 and page.count("Enter what it is called in short") == 17
    assert "And 11300 more." in page


def test_everything_in_a_file_is_escaped_on_the_page(cast: Cast, asked: Appraisal, as_user: Any) -> None:
    evil = "<script>alert(1)</script>"
    client = as_user(cast.priya)
    good = files.look(client, asked, files.data(files.row(name=evil, cause=evil, **files.step(step=evil), score=evil)))
    bad = files.look(client, asked, files.data(files.row(twin=evil, **{evil: "1"})))
    report = files.agree(client, asked, good)
    for page in (good, bad, client.get(report["Location"])):
        assert "<script>alert" not in page.content.decode()


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
@settings(max_examples=200, deadline=None)
def test_no_bytes_break_the_reader(content: bytes) -> None:
    try:
        assert read(content, most_rows=2000)
    except Unreadable as why:
        assert str(why)


def test_values_are_known_by_their_names_and_by_their_labels() -> None:
    for column in COLUMNS:
        for value, label in column.choices:
            assert choice(column, str(label).upper()) == value
            assert choice(column, f" {value} ") == value
            assert choice(column, value.replace("_", " ")) == value
    assert choice(BY_NAME["response"], "tolerate") == ResponseKind.TOLERATE
    assert choice(BY_NAME["response"], " avoid ") == "avoid"


def test_a_cost_keeps_its_pence(cast: Cast, asked: Appraisal) -> None:
    round = make.round_of(asked)
    content = files.data(files.row(**files.step(cost="£1,234.5")))
    act.bring_in(round, by=cast.priya, incoming=files.said(content, by=cast.priya, round=round))
    assert round.responses.get().cost == Decimal("1234.50")
    assert files.table(files.taken_away(round))[0]["cost"] == "1234.50"
