"""The starter register is whole, reads well, dates what it says, and scores nothing."""

import re
from datetime import date

import pytest

from moothall.risks import starters
from moothall.risks.models import ActsOn, Control, Stance
from moothall.risks.starters import SUGGESTED, Fact, StarterRisk

SOCIAL = starters.every()[0]
RISKS = {risk.key: risk for risk in SOCIAL.risks}
NATURAL_TWINS = {
    ("D8", "N2"), ("D7", "N8"), ("D4", "N1"), ("D1", "N4"), ("D10", "N12"), ("D18", "N10"), ("D9", "N3"),
    ("D15", "N6"), ("D2", "N5"),
}  # fmt: skip
FILE = (starters.FOLDER / "social-software.toml").read_text(encoding="utf-8")


def test_thirty_risks_five_options_and_both_sides() -> None:
    assert [option.kind for option in SOCIAL.options] == ["do_nothing", "prohibit", "policy", "platform", "other"]
    assert [risk.key for risk in SOCIAL.risks if risk.stance == Stance.DOING] == [f"D{n}" for n in range(1, 19)]
    assert [risk.key for risk in SOCIAL.risks if risk.stance == Stance.NOT_DOING] == [f"N{n}" for n in range(1, 13)]
    assert starters.named("social-software") is SOCIAL and starters.named("nothing") is None


def test_six_or_so_come_first_from_both_sides_and_the_rest_is_at_hand() -> None:
    assert 6 <= len(SOCIAL.first) <= 8 and len(SOCIAL.first) + len(SOCIAL.at_hand) == 30
    assert {risk.stance for risk in SOCIAL.first} == {Stance.DOING, Stance.NOT_DOING}
    keys = {risk.key for risk in SOCIAL.first}
    assert all(risk.twin in keys for risk in SOCIAL.first if risk.twin)


def test_twins_are_the_natural_ones_and_each_knows_the_other() -> None:
    assert {(key, RISKS[key].twin) for key in RISKS if key.startswith("D") and RISKS[key].twin} == {
        *NATURAL_TWINS,
        ("D11", "N3"),  # two of doing face one of not doing, which names the first of them
    }
    assert {(RISKS[key].twin, key) for key in RISKS if key.startswith("N") and RISKS[key].twin} == NATURAL_TWINS


@pytest.mark.parametrize("risk", SOCIAL.risks, ids=lambda risk: risk.key)
def test_a_risk_reads_as_one_sentence_and_has_a_short_name_and_a_fact(risk: StarterRisk) -> None:
    assert re.fullmatch(r"Because [a-z][^.]+, [a-z][^.]* may [^.]+, leading to [a-z][^.]+\.", risk.sentence)
    assert " may " in f" {risk.event} "
    for part in (risk.cause, risk.event, risk.consequence):
        assert part == part.strip() and part[0].islower() and not part.endswith((".", ",")) and "'" not in part
    assert len(risk.sentence) < 260
    assert 2 <= len(risk.name.split()) <= 9 and not risk.name.endswith(".") and risk.name not in risk.sentence
    assert risk.facts and all(fact.text.endswith(".") and fact.source for fact in risk.facts)
    assert all(fact.link.startswith(("https://", "http://")) for fact in risk.facts if fact.link)


def test_every_name_and_step_stands_once() -> None:
    assert len({risk.name for risk in SOCIAL.risks}) == 30
    assert len({response.step for response in SOCIAL.responses}) == len(SOCIAL.responses)


def test_something_can_be_done_about_every_risk_and_the_widest_option_answers_all() -> None:
    served = {(risk, option) for one in SOCIAL.responses for risk in one.risks for option in one.options}
    assert {risk for risk, option in served if option == "E"} == set(RISKS)
    for option in "CD":
        assert {risk.key for risk in SOCIAL.first} - {risk for risk, each in served if each == option} <= {"N8"}
    assert not [pair for pair in served if pair[1] == "A"]  # there, somebody signs


def test_both_kinds_of_barrier_and_every_kind_of_control_are_suggested() -> None:
    assert {one.kind for one in SOCIAL.responses} == {*SUGGESTED}
    assert {one.acts_on for one in SOCIAL.responses} == {*ActsOn}
    assert {one.control for one in SOCIAL.responses} == {*Control}
    assert all(len(one.step) <= 200 and not one.step.endswith(".") for one in SOCIAL.responses)


def test_nothing_in_the_file_is_scored() -> None:
    values = [line for line in FILE.splitlines() if line.strip() and not line.startswith("#")]
    assert not [line for line in values if re.match(r"\s*\w+ = [0-9]", line)]
    assert not re.search(
        r"^\s*(likelihood|impact|score|rating|probability|severity|confidence)\s*=", FILE, re.MULTILINE
    )


@pytest.mark.parametrize("line", ["likelihood = 3", "impact = 5", "score = 12", 'band = "high"'])
def test_a_score_written_into_a_file_is_refused(line: str) -> None:
    scored = FILE.replace('key = "D1"\n', f'key = "D1"\n{line}\n', 1)
    with pytest.raises(ValueError, match="not known here"):
        starters.read(scored)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ('stance = "doing"', 'stance = "both"'),
        ('category = "reputation"', 'category = "vibes"'),
        ('twin = "N4"', 'twin = "D2"'),
        ('twin = "N4"', 'twin = "N99"'),
        ('key = "D2"', 'key = "D1"'),
        ('kind = "treat"', 'kind = "tolerate"'),
        ('kind = "treat"', 'kind = "avoid"'),
        ('kind = "treat"', 'kind = "take"'),
        ('risks = ["D1"]', 'risks = ["D99"]'),
        ('risks = ["D1"]', "risks = []"),
        ('options = ["C", "D", "E"]', 'options = ["Z"]'),
    ],
)
def test_a_file_that_is_not_whole_is_refused(was: str, becomes: str) -> None:
    assert was in FILE
    with pytest.raises(ValueError, match=r"Not as they should be|stands twice|is not a valid"):
        starters.read(FILE.replace(was, becomes, 1))


@pytest.mark.parametrize(
    ("dated", "known"),
    [
        ("2011-12-15", date(2011, 12, 15)),
        ("2011-12", date(2011, 12, 31)),
        ("2012-02", date(2012, 2, 29)),
        ("2014", date(2014, 12, 31)),
        ("", None),
    ],
)
def test_a_fact_is_known_from_the_last_day_of_its_date(dated: str, known: date | None) -> None:
    assert Fact("It rained.", "The Mercury", "", dated).known_on == known


def test_an_appraisal_of_2010_hears_nothing_of_what_came_later() -> None:
    then = SOCIAL.as_known_on(date(2010, 3, 1))
    told = [fact for risk in then.risks for fact in risk.facts]
    assert told and all(fact.known_on and fact.known_on <= date(2010, 3, 1) for fact in told)
    assert len(then.risks) == 30 and not any("WhatsApp" in fact.text for fact in told)
    assert [fact for risk in SOCIAL.risks for fact in risk.facts] != told


def test_a_response_is_cut_to_the_risks_that_were_chosen() -> None:
    few = SOCIAL.responses_for({"D1", "N4"})
    assert {key for one in few for key in one.risks} == {"D1", "N4"}
    playbook = next(one for one in few if one.key == "playbook")
    assert playbook.risks == ("D1",)
    assert SOCIAL.responses_for(set()) == ()
