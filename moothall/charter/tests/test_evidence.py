"""Cards read rows and nothing else: what is missing is said, what is hidden needs attention, words prove nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from moothall.change.choices import Frequency
from moothall.change.standing import next_due as walked
from moothall.charter.evidence import Card, State, card_of, together
from moothall.charter.evidence.cards import CHECKS
from moothall.charter.evidence.guru import says_guru
from moothall.charter.evidence.reading import next_due, overdue_since
from moothall.charter.evidence.record import Confirmed, Record, Somebody, Stakeholder, Step, Weighed
from moothall.charter.tests.make_records import DECIDED, RUTH, TODAY, TOM, benefit, engagement, kept


def card(**changes: object) -> Card:
    return card_of(kept(**changes), TODAY)


def state(check: str, **changes: object) -> State:
    found = card(**changes).of(check)
    assert found is not None
    return found.state


def wants(check: str, **changes: object) -> str:
    found = card(**changes).of(check)
    assert found is not None
    return " | ".join(line.words for line in found.wants)


def test_every_commitment_is_met_where_the_records_prove_it() -> None:
    made = card()
    assert {each.check: each.state for each in made.findings} == dict.fromkeys(CHECKS, State.MET), [
        line.words for each in made.findings for line in each.wants
    ]
    assert all(each.proofs for each in made.findings)


def test_an_idea_has_met_nothing_and_hides_nothing() -> None:
    made = card_of(Record(pk=1, title="An idea"), TODAY)
    assert {each.state for each in made.findings} == {State.NOT_YET}


def test_a_commitment_quoted_in_any_text_makes_no_card_green() -> None:
    words = "We involve the people it touches, inside and outside, when we design it, build it and bring it in. Met."
    bare = Record(
        pk=1,
        title=words,
        owner=Somebody(1, words, profile=(words, words)),
        guide=Somebody(2, words, profile=(words,)),
        stakeholders=(Stakeholder(1, words, "internal"),),
        engagements=(engagement(1, "design", date(2026, 1, 9), asked=words, changed=words, involved=()),),
        benefits=(benefit(title=words, measure=None, owner=None, described=False),),
        weighed=(Weighed(3, words),),
        confirmed=(Confirmed(9, words, words),),
    )
    assert not any(each.state is State.MET for each in card_of(bare, TODAY).findings)


@pytest.mark.parametrize("stage", ["design", "development", "implementation"])
def test_people_are_involved_inside_and_outside_at_each_stage(stage: str) -> None:
    every = kept().engagements
    left = tuple(each for each in every if each.stage != stage)
    assert state("people", engagements=left) is (State.CARE if stage == "design" else State.NOT_YET)
    one_side = tuple(replace(each, involved=(1,)) if each.stage == stage else each for each in every)
    assert state("people", engagements=one_side) is not State.MET
    assert "service" in wants("people", engagements=one_side)


def test_communications_and_technology_are_not_the_inside() -> None:
    for function in ("communications", "technology"):
        inside = Stakeholder(2, "Web team", "internal", team=5, function=function)
        assert state("people", stakeholders=(kept().stakeholders[0], inside)) is State.CARE
    unnamed = Stakeholder(2, "Web team", "internal")
    assert "no team is named" in wants("people", stakeholders=(kept().stakeholders[0], unnamed))


def test_design_is_before_the_decision_and_was_written_down_by_then() -> None:
    first, *rest = kept().engagements
    late = DECIDED.date() + timedelta(days=1)
    for changed in (replace(first, opened_on=late), replace(first, added_on=late)):
        assert state("people", engagements=(changed, *rest)) is State.CARE


def test_a_team_never_asked_and_a_silent_engagement_need_attention() -> None:
    assert "Highways must change" in wants("people", teams={5: "Libraries", 6: "Highways"})
    silent = (*kept().engagements, engagement(4, "design", date(2026, 1, 10), answered=False, changed=""))
    assert state("people", engagements=silent) is State.CARE


def test_purpose_wants_an_objective_in_force_linked_before_the_decision() -> None:
    link = kept().aligned[0]
    for changed in (
        replace(link, at=DECIDED + timedelta(hours=1)),
        replace(link, adopted_on=date(2026, 2, 1)),
        replace(link, valid_to=date(2025, 12, 31)),
        replace(link, replaced_on=date(2025, 12, 31)),
    ):
        assert state("purpose", aligned=(changed,)) is State.CARE
    assert state("purpose", aligned=()) is State.CARE


@pytest.mark.parametrize("edges", [(), ((1, 2),), ((2, 3),)])
def test_purpose_wants_an_unbroken_path(edges: tuple[tuple[int, int], ...]) -> None:
    assert state("purpose", edges=edges) is State.NOT_YET
    assert "Less internal e-mail" in wants("purpose", edges=edges)


def test_a_path_to_an_objective_that_is_not_served_is_none() -> None:
    nodes = {**kept().nodes, 3: ("objective", 99)}
    assert state("purpose", nodes=nodes) is State.NOT_YET


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"owner": None}, State.CARE),
        ({"described": False}, State.CARE),
        ({"measure": None}, State.CARE),
        ({"last_on": date(2026, 4, 20)}, State.CARE),
        ({"readings": 0, "last_on": None, "value": None, "last_has_value": False}, State.CARE),
        ({"readings": 0, "last_on": None, "value": None, "first_due": date(2026, 6, 30)}, State.NOT_YET),
        ({"last_has_value": False}, State.CARE),
        ({"added_at": DECIDED + timedelta(days=60)}, State.CARE),
        ({"retired": True, "last_on": date(2026, 3, 2)}, State.MET),
    ],
)
def test_value_wants_a_plan_and_readings_in_time(change: dict[str, object], expected: State) -> None:
    assert state("value", benefits=(benefit(**change),)) is expected


@pytest.mark.parametrize("frequency", list(Frequency))
def test_the_next_reading_is_due_when_the_change_room_says(frequency: Frequency) -> None:
    first, ends = date(2025, 1, 31), date(2027, 1, 15)
    for days in range(-40, 800, 7):
        last = first + timedelta(days=days)
        made = benefit(first_due=first, target_on=ends, last_on=last, frequency=str(frequency))
        assert next_due(made) == walked(first, frequency, [last], ends), last
    never = benefit(first_due=first, target_on=ends, last_on=None, frequency=str(frequency))
    assert next_due(never) == first
    assert overdue_since(never, first + timedelta(days=7)) is None
    assert overdue_since(never, first + timedelta(days=8)) == first


MISSED = {"target_on": date(2026, 6, 1), "value": Decimal(50)}


def test_a_hidden_failure_needs_attention_until_its_lesson_is_published() -> None:
    missed = (benefit(**MISSED),)
    assert state("risk", benefits=missed) is State.CARE
    assert "has no published lesson" in wants("risk", benefits=missed)
    assert state("risk", benefits=missed, lessons=frozenset({"benefit:4"})) is State.MET
    assert state("risk", benefits=missed, lessons=frozenset({"benefit:5"})) is State.CARE
    came = replace(kept().weighed[0], occurred=((8, "A guest reads on"),))
    assert state("risk", weighed=(came,)) is State.CARE
    assert state("risk", weighed=(came,), lessons=frozenset({"risk:8"})) is State.MET
    for outcome in ("failed", "partly", "given_up"):
        assert state("risk", outcome=outcome, lessons=frozenset({"benefit:4"})) is State.CARE
    assert state("risk", outcome="failed", lessons=frozenset({"benefit:4", "initiative:7"})) is State.MET


def test_dropping_a_benefit_does_not_hide_it() -> None:
    assert state("risk", benefits=(benefit(dropped=True),)) is State.CARE


def test_stale_judgements_and_overdue_steps_need_attention() -> None:
    weighed = kept().weighed[0]
    assert state("risk", weighed=(replace(weighed, stale=1),)) is State.CARE
    late = replace(weighed, late=(Step(2, "Buddy phone at branches", date(2026, 5, 1)),))
    assert "Buddy phone" in wants("risk", weighed=(late,))
    assert state("risk", weighed=()) is State.CARE
    assert state("risk", reviewed=True) is State.CARE, "a look back leaves a lesson"


def test_the_owner_accepted_and_is_neither_guide_nor_technology() -> None:
    assert state("owner", owner=None) is State.CARE
    assert state("owner", accepted_at=None) is State.CARE
    assert state("owner", owner=replace(RUTH, technology=True)) is State.CARE
    assert state("owner", owner=TOM) is State.CARE
    assert state("owner", benefits=(benefit(owner=TOM),)) is State.CARE
    assert state("owner", benefits=(benefit(owner=None),)) is State.CARE


def test_every_measure_quotes_a_plan() -> None:
    assert state("measure", benefits=()) is State.NOT_YET
    assert state("measure", benefits=(benefit(measure=None),)) is State.NOT_YET
    assert state("measure", benefits=(benefit(plan_ended_on=date(2026, 5, 1)),)) is State.CARE
    assert state("measure", benefits=(benefit(plan_adopted_on=date(2026, 7, 1)),)) is State.NOT_YET


def test_nobody_is_a_guru_and_the_owner_says_who_led() -> None:
    assert state("guide", guide=replace(TOM, profile=("Social media guru",))) is State.CARE
    assert "A kind word" in wants("guide", sponsor=Somebody(3, "Dilys", profile=("", "Guru of change")))
    assert state("guide", confirmed=()) is State.NOT_YET
    assert state("guide", confirmed=(Confirmed(9, "Ruth", ""),)) is State.NOT_YET, "of another guide"
    assert state("guide", guide=None, confirmed=()) is State.MET


@pytest.mark.parametrize(
    "words",
    [
        "Guru",
        "GURU",
        "social-media gurus",
        "the guru.",
        "g.u.r.u",
        "G u r u",
        "gurú",
        "gu\u200bru",
        "ｇｕｒｕ",
        "guruji",
    ],
)
def test_a_guru_is_found_however_dressed_up(words: str) -> None:
    assert says_guru([words])


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Guidance",
        "figures",
        "Gurung",
        "Gurkha liaison",
        "angular",
        "Faith officer, Guru Nanak Gurdwara",
        "Guru Granth Sahib",
    ],
)
def test_other_words_and_the_gurus_of_a_faith_are_left_in_peace(words: str) -> None:
    assert not says_guru([words])


def test_what_began_before_the_hall_is_not_proved_rather_than_wrong() -> None:
    made = card_of(
        Record(pk=1, title="Chief Executive as champion", owner=RUTH, began_on=date(2009, 3, 1), before_hall=True),
        TODAY,
    )
    assert not any(each.state is State.MET for each in made.findings if each.check != "guide")
    assert all(each.state is not State.CARE for each in made.findings)
    value = made.of("value")
    assert value is not None
    assert value.wants[0].mend == "Make a benefits plan"


def test_many_together_stand_as_the_one_that_stands_worst() -> None:
    good, bad = kept(), kept(pk=8, title="Another", benefits=(benefit(**MISSED),))
    whole = together([(each, card_of(each, TODAY)) for each in (good, bad)])
    risk, owner = whole.of("risk"), whole.of("owner")
    assert risk is not None
    assert owner is not None
    assert (risk.state, owner.state) == (State.CARE, State.MET)
    assert "Another" in risk.wants[0].words


def test_words_are_said_only_when_they_are_shown() -> None:
    line = card(teams={5: "Libraries", 6: "100% {Highways} %s"}).of("people")
    assert line is not None
    shown: Callable[[], str] = lambda: line.wants[0].words  # noqa: E731
    assert shown() == "100% {Highways} %s must change and was never asked"
