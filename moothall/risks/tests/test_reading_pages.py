"""The pages on which an appraisal is read: who may, what they say, and that no score stands alone."""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.kit import clock
from moothall.people.models import Role, User
from moothall.people.tests import make as make_people
from moothall.risks.actions import appraisals, classifications, decisions, responses
from moothall.risks.actions.classifications import Ranges
from moothall.risks.models import (
    Appraisal,
    Comment,
    Comparison,
    Incident,
    IncidentKind,
    Occurrence,
    Openness,
    OptionKind,
    Stance,
    Unit,
    Verdict,
)
from moothall.risks.tests import make, make_many
from moothall.risks.tests.reading_world import (
    Node,
    headings,
    ids,
    inherent_alone,
    pages_of,
    parsed,
    public_pages_of,
    scores_alone,
)

SignIn = Callable[[User], Client]
HOSTILE = "<script>alert('x')</script>\"><img src=http://evil.example/x onerror=alert(1)>{{ 7|add:7 }}"


@pytest.fixture
def asked(cast: Cast) -> Appraisal:
    """Weighed whole, with the platform proposed."""
    return make.ready(by=cast.priya, approver=cast.gareth)


def decided(asked: Appraisal, by: User, dissent: str = "") -> Appraisal:
    round = make.round_of(asked)
    decisions.decide(
        round,
        by=by,
        option=round.proposal.option,
        balance=round.proposal.balance,
        review_on=clock.today() + timedelta(days=182),
        dissent=dissent,
    )
    return asked


def differ(asked: Appraisal, by: User, body: str = "I would do less.", *, differs: bool = True) -> Comment:
    return Comment.objects.create(appraisal=asked, author=by, body=body, differs=differs)


def seen(client: Client, url: str) -> Node:
    response = client.get(url)
    assert response.status_code == 200, url
    return parsed(response)


def count(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_a_closed_appraisal_is_not_there_for_others(cast: Cast, as_user: SignIn) -> None:
    asked = make.ready(by=cast.priya, approver=cast.gareth)
    closed = Openness.CLOSED
    appraisals.edit(asked, by=cast.priya, question="A secret?", problem="It is one.", openness=closed, decide_by=None)
    asked.refresh_from_db()
    for person in (cast.outsider, cast.joan, cast.marcus, cast.admin, cast.auditor):
        client = as_user(person)
        for name, url in {**pages_of(asked), **public_pages_of(asked)}.items():
            assert client.get(url).status_code == 404, (name, person)
        if not person.is_guest:
            assert asked.question not in seen(client, reverse("risks:list")).words
    keeper = make_people.user("Ewan Mackie", roles=(Role.RISK_MANAGER,))
    assert asked.question in seen(as_user(keeper), reverse("risks:list")).words
    assert as_user(keeper).get(asked.get_absolute_url()).status_code == 200


def test_an_open_one_is_read_by_the_hall_and_not_by_guests(cast: Cast, asked: Appraisal, as_user: SignIn) -> None:
    for name, url in pages_of(asked).items():
        own = name in ("publish", "rests")
        for person, expected in ((cast.priya, 200), (cast.joan, 403 if own else 200), (cast.marcus, 404)):
            assert as_user(person).get(url).status_code == expected, (name, person)
        stranger = Client().get(url)
        assert stranger.status_code == 302 and "/account/login/" in stranger["Location"], name


def test_no_score_stands_without_its_mitigation(cast: Cast, asked: Appraisal, as_user: SignIn) -> None:
    platform = make.round_of(asked).options.get(kind=OptionKind.PLATFORM)
    ban = make.round_of(asked).options.get(kind=OptionKind.PROHIBIT)
    risk = make.risk(asked, by=cast.priya, name="Another")
    faced = make.exposure(risk, platform)
    step = make.step(asked, faced, by=cast.priya)
    judged = make.classified(faced, by=cast.priya)
    classifications.compare(
        make.exposure(risk, ban), by=cast.priya, against=judged, verdict=Comparison.WORSE, reason="Nobody is shown"
    )
    appraisals.publish(asked, by=cast.priya)
    client = as_user(cast.priya)
    addresses = {**pages_of(asked), **public_pages_of(asked), "risk": risk.get_absolute_url()}
    del addresses["report_pdf"]
    for name, url in addresses.items():
        page = seen(client, url)
        assert scores_alone(page) == [] and inherent_alone(page) == [], name
    assert any("band" in node.classes for node in seen(client, risk.get_absolute_url()).all())
    responses.drop(step, by=cast.priya, why="No money")
    under = asked.get_absolute_url() + f"?option={platform.letter}"
    stale = next(n for n in seen(client, under).all() if "risk" in n.classes and "Another" in n.words)
    assert not any("band" in node.classes for node in stale.all()), "what is stale has no band"
    assert "Dropped on" in stale.words and "Stale" in stale.words


def test_pages_have_headings_in_order_and_names_once(cast: Cast, asked: Appraisal, as_user: SignIn) -> None:
    differ(asked, cast.joan)
    empty = make.appraisal(by=cast.priya, question="Shall we?")
    appraisals.publish(asked, by=cast.priya)
    for name, url in {
        "list": reverse("risks:list"),
        "public list": reverse("risks:public_list"),
        "empty": empty.get_absolute_url(),
        "option": reverse("risks:option", args=[make.round_of(asked).options.order_by("place")[0].pk]),
        **pages_of(asked),
        **public_pages_of(asked),
    }.items():
        if name == "report_pdf":
            continue
        page = seen(as_user(cast.priya), url)
        levels = headings(page)
        assert levels.count(1) == 1, name
        assert all(after - before <= 1 for before, after in pairwise(levels)), (name, levels)
        assert len(ids(page)) == len(set(ids(page))), name


def test_words_are_shown_and_never_run(cast: Cast, as_user: SignIn) -> None:
    asked = make_many.many(by=cast.priya, risks=2, options=3, words=HOSTILE)
    round = make.round_of(asked)
    decisions.propose(round, by=cast.priya, option=round.options.get(place=2), balance=HOSTILE)
    differ(asked, cast.joan, HOSTILE)
    Comment.objects.create(appraisal=asked, risk=round.risks.first(), author=cast.joan, body=HOSTILE)
    appraisals.publish(asked, by=cast.priya)
    client = as_user(cast.priya)
    for name, url in {**pages_of(asked), **public_pages_of(asked)}.items():
        response = client.get(url)
        if name == "report_pdf":
            continue
        body = response.content.decode()
        assert "<script>alert" not in body and "<img src=http" not in body and ">14<" not in body, name
    assert HOSTILE in seen(client, asked.get_absolute_url()).words


@pytest.mark.parametrize("query", ["?option=Z", "?option=<b>", "?option=%00", "?option=BB", "?option="])
def test_an_option_that_is_none_shows_the_leading_one(
    query: str, cast: Cast, asked: Appraisal, as_user: SignIn
) -> None:
    assert "the proposal" in seen(as_user(cast.priya), asked.get_absolute_url() + query).words


@pytest.mark.parametrize("query", ["?round=2", "?round=0", "?round=-1", "?round=x", "?round=99999999999999999999"])
def test_a_round_that_is_none_is_not_there(query: str, cast: Cast, asked: Appraisal, as_user: SignIn) -> None:
    for name in ("appraisal", "report"):
        assert as_user(cast.priya).get(reverse(f"risks:{name}", args=[asked.pk]) + query).status_code == 404


def test_pages_ask_as_little_when_everything_doubles(cast: Cast, as_user: SignIn) -> None:
    asked = make_many.many(by=cast.priya, risks=4, options=3)
    keeper = make_people.user("Ewan Mackie", roles=(Role.RISK_MANAGER,))
    appraisals.publish(asked, by=cast.priya)
    round = make.round_of(asked)
    decisions.propose(round, by=cast.priya, option=round.options.get(place=2), balance="So it is.")
    for number in range(7):
        differ(asked, cast.joan, f"No {number}")
        appraisals.add_member(asked, by=cast.priya, person=make_people.user(f"Colleague {number}"))
    decided_one = make.decided(by=cast.priya, approver=cast.gareth).round.appraisal
    appraisals.publish(decided_one, by=cast.priya)
    client = as_user(User.objects.get(pk=keeper.pk))
    risk = round.risks.order_by("pk")[0]
    addresses = {
        "list": reverse("risks:list") + "?show=all",
        "public list": reverse("risks:public_list"),
        "appraisal": asked.get_absolute_url(),
        "risk": risk.get_absolute_url(),
        "report": reverse("risks:report", args=[asked.pk]),
        "public": reverse("risks:public_appraisal", args=[asked.pk]),
    }
    for url in addresses.values():
        client.get(url)
    before = {name: count(client, url) for name, url in addresses.items()}
    make_many.grow(asked, by=cast.priya, risks=8, options=6)
    for number in range(7, 14):
        differ(asked, cast.joan, f"No {number}")
        appraisals.add_member(asked, by=cast.priya, person=make_people.user(f"Colleague {number}"))
        appraisals.publish(make_many.many(by=cast.priya, risks=3, options=3), by=cast.priya)
    appraisals.publish(make.decided(by=cast.priya, approver=cast.gareth).round.appraisal, by=cast.priya)
    after = {name: count(client, url) for name, url in addresses.items()}
    assert after == before


def test_what_is_missing_is_said_with_its_way_on_and_a_long_list_is_cut(
    cast: Cast, as_user: SignIn, asked: Appraisal
) -> None:
    for number in range(4):
        make.risk(asked, by=cast.priya, name=f"New {number}")
    page = seen(as_user(cast.priya), asked.get_absolute_url())
    missing = next(node for node in page.all() if node.attributes.get("id") == "missing")
    assert "12 things are missing" in missing.words and "and 6 more" in missing.words
    links = [node.attributes["href"] for node in missing.all() if node.tag == "a"]
    assert len(links) == 7 and links[-1] == reverse("risks:work", args=[asked.pk])
    theirs = seen(as_user(cast.joan), asked.get_absolute_url())
    reader = next(node for node in theirs.all() if node.attributes.get("id") == "missing")
    assert not [node for node in reader.all() if node.tag == "a"], "who may not write is sent nowhere"


def test_the_button_is_what_comes_next_for_this_person(cast: Cast, asked: Appraisal, as_user: SignIn) -> None:
    def act(person: User) -> str:
        page = seen(as_user(person), asked.get_absolute_url())
        head = next(node for node in page.all() if "pagehead" in node.classes)
        return " ".join(node.words for node in head.all() if "govuk-button" in node.classes)

    assert (act(cast.priya), act(cast.joan)) == ("Decide", "")
    risk = make.risk(asked, by=cast.priya)
    assert (act(cast.priya), act(cast.joan)) == ("Mend what is missing", "")
    appraisals.add_member(asked, by=cast.priya, person=cast.gareth)
    assert act(cast.gareth) == "Mend what is missing"
    risk.exposures.all().delete()
    risk.delete()
    decided(asked, cast.priya)
    assert act(cast.priya) == ""
    with clock.at(clock.now() + timedelta(days=200)):
        assert (act(cast.priya), act(cast.gareth)) == ("Look at it again", "")


def test_dissent_stands_beside_the_decision_as_large(cast: Cast, asked: Appraisal, as_user: SignIn) -> None:
    differ(asked, cast.joan, "Residents write by e-mail.")
    differ(asked, cast.gareth, "Only a comment.", differs=False)
    decided(asked, cast.priya, dissent="Legal would have waited a year.")
    page = seen(as_user(cast.outsider), asked.get_absolute_url())
    pair = next(node for node in page.all() if "pair" in node.classes)
    large = [node.words for node in pair.all() if "words" in node.classes]
    assert large == [
        "Going on as we are is not the careful choice.",
        "Legal would have waited a year.",
        "Residents write by e-mail.",
    ]
    assert "Only a comment." not in page.words and "There is one other comment" in page.words


def test_many_different_views_are_cut_and_counted(cast: Cast, asked: Appraisal, as_user: SignIn) -> None:
    for number in range(23):
        differ(asked, cast.joan, f"View {number:02}.")
    words = seen(as_user(cast.priya), asked.get_absolute_url()).words
    assert "View 00." in words and "View 19." in words and "View 20." not in words
    assert "and 3 different views more" in words


def test_an_earlier_round_is_read_as_it_was(cast: Cast, asked: Appraisal, as_user: SignIn) -> None:
    differ(asked, cast.joan, "Said in the first round.")
    decided(asked, cast.priya)
    with clock.at(clock.now() + timedelta(days=30)):
        appraisals.open_again(asked, by=cast.priya, reason="Two steps were dropped")
        differ(asked, cast.gareth, "Said in the second round.")
        client = as_user(cast.priya)
        now = seen(client, asked.get_absolute_url()).words
        assert "Round 2, opened because: Two steps were dropped" in now and "Said in the second round." in now
        assert "Said in the first round." not in now and "Decided: C" not in now
        then = seen(client, asked.get_absolute_url() + "?round=1")
        assert "This is round 1, which is over" in then.words and "Decided: C" in then.words
        assert "Said in the first round." in then.words and "Said in the second round." not in then.words
        old = make.round_of(asked).appraisal.rounds.get(number=1).risks.first()
        assert old is not None
        assert "This risk stands in round 1" in seen(client, old.get_absolute_url()).words
        assert reverse("risks:risk_edit", args=[old.pk]) not in client.get(old.get_absolute_url()).content.decode()


def test_reviews_are_told_with_the_decision(cast: Cast, asked: Appraisal, as_user: SignIn) -> None:
    decided(asked, cast.priya)
    later = clock.now() + timedelta(days=190)
    with clock.at(later):
        assert "Due for review" in seen(as_user(cast.priya), asked.get_absolute_url()).words
        day = clock.today() + timedelta(days=365)
        decisions.review(
            make.round_of(asked).decision, by=cast.priya, verdict=Verdict.HOLDS, words="It works.", next_on=day
        )
        page = seen(as_user(cast.priya), asked.get_absolute_url()).words
        assert "It holds as it is. It works." in page and "Due for review" not in page


def test_the_list_is_narrowed_by_how_each_stands(cast: Cast, as_user: SignIn) -> None:
    make.appraisal(by=cast.priya, question="Shall we begin?")
    decided(make.ready(by=cast.priya, approver=cast.gareth), cast.priya)
    given_up = make.appraisal(by=cast.priya, question="Shall we stop?")
    appraisals.close(given_up, by=cast.priya, reason="Nobody needs it")
    client = as_user(cast.joan)

    def shown(show: str) -> str:
        main = next(n for n in seen(client, reverse("risks:list") + f"?show={show}").all() if n.tag == "main")
        return main.words

    assert "Shall we begin?" in shown("open") and "Shall we stop?" not in shown("open")
    assert "5 things are missing" in shown("open") and "Being written" in shown("open")
    assert "How should staff collaborate?" in shown("decided") and "Decided: C" in shown("decided")
    assert "There is none." in shown("due")
    assert "Shall we stop?" in shown("closed") and "Shall we begin?" not in shown("closed")
    assert "Shall we begin?" in shown("nonsense")
    with clock.at(clock.now() + timedelta(days=190)):
        assert "How should staff collaborate?" in shown("due") and "Due for review" in shown("due")


def test_the_list_has_pages_and_an_empty_one_teaches(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    assert "doing nothing is its first option" in seen(client, reverse("risks:list")).words
    for number in range(17):
        make.appraisal(by=cast.priya, question=f"Question {number:02}?")
    first = seen(client, reverse("risks:list"))
    more = next(node.attributes["href"] for node in first.all() if node.attributes.get("rel") == "next")
    second = seen(client, reverse("risks:list") + more).words
    assert "Question 16?" in first.words and "Question 01?" not in first.words
    assert "Question 01?" in second and "Question 00?" in second and "Question 02?" not in second
    assert client.get(reverse("risks:list") + "?after=broken").status_code == 400


def ranged(asked: Appraisal, by: User, losses: dict[str, tuple[float, float]]) -> None:
    """Judge every exposure anew, with a loss that depends on the option."""
    round = make.round_of(asked)
    for risk in round.risks.all():
        for option in round.options.all():
            low, high = losses[option.letter]
            judged = make.judgement(ranges=Ranges(0.1, 0.5, low, high, Unit.POUNDS))
            make.classified(make.exposure(risk, option), by=by, judged=judged)


def test_the_least_expected_loss_is_a_chance_and_below_eighty_nobody_can_tell(
    cast: Cast, asked: Appraisal, as_user: SignIn
) -> None:
    client = as_user(cast.priya)
    assert "not estimated" in seen(client, asked.get_absolute_url()).words
    ranged(asked, cast.priya, {"A": (1e4, 1e5), "B": (1e4, 1e5), "C": (10.0, 20.0)})
    words = seen(client, asked.get_absolute_url()).words
    assert "C has the least expected loss: always" in words
    ranged(asked, cast.priya, {"A": (1e4, 1e5), "B": (1e3, 1e5), "C": (5e3, 2e4)})
    assert "can’t tell these apart, none reaches 80 in 100" in seen(client, asked.get_absolute_url()).words


def test_a_risk_without_an_estimate_is_named_and_a_stale_one_is_left_out(
    cast: Cast, asked: Appraisal, as_user: SignIn
) -> None:
    ranged(asked, cast.priya, {"A": (1e4, 1e5), "B": (1e4, 1e5), "C": (10.0, 20.0)})
    risk = make.risk(asked, by=cast.priya, name="Another")
    client = as_user(cast.priya)
    words = seen(client, asked.get_absolute_url()).words
    assert f"No option has an estimate of {risk.ref}: what they may cost is left out." in words
    step = make.round_of(asked).responses.get(kind="treat")
    responses.drop(step, by=cast.priya, why="No money")
    words = seen(client, asked.get_absolute_url()).words
    assert "C is not drawn: it has no estimate of" in words and "not compared" in words


def test_ranges_beyond_reckoning_are_said_and_break_nothing(cast: Cast, asked: Appraisal, as_user: SignIn) -> None:
    ranged(asked, cast.priya, {"A": (1e-9, 1e11), "B": (1e4, 1e5), "C": (1e4, 1e14)})
    words = seen(as_user(cast.priya), asked.get_absolute_url()).words
    assert "are too wide or too large to reckon with" in words


def test_a_wider_range_that_costs_more_is_warned_of(cast: Cast, asked: Appraisal, as_user: SignIn) -> None:
    ranged(asked, cast.priya, {"A": (1e5, 1e6), "B": (1e5, 1e6), "C": (10.0, 9e5)})
    assert "No end of the ranges has risen, and yet" in seen(as_user(cast.priya), asked.get_absolute_url()).words


def test_an_option_that_is_dominated_says_by_which(cast: Cast, asked: Appraisal, as_user: SignIn) -> None:
    round = make.round_of(asked)
    for risk in round.risks.all():
        make.classified(
            make.exposure(risk, round.options.get(place=2)), by=cast.priya, judged=make.judgement(4, 4, without=(5, 5))
        )
    words = seen(as_user(cast.joan), asked.get_absolute_url()).words
    assert "Dominated by A, C" in words and "What the options cost is not counted in it" in words


def test_a_risk_tells_its_sides_its_ties_and_how_often_it_came_true(
    cast: Cast, asked: Appraisal, as_user: SignIn
) -> None:
    round = make.round_of(asked)
    risk, other = round.risks.get(stance=Stance.DOING), round.risks.get(stance=Stance.NOT_DOING)
    type(risk).objects.filter(pk=risk.pk).update(twin=other, note="The ICO said so, https://ico.example/a (2 May)")
    happened = Incident.objects.create(kind=IncidentKind.NEAR_MISS, what="Nearly", happened_on=clock.today())
    Occurrence.objects.create(incident=happened, risk=risk, linked_by=cast.priya)
    page = seen(as_user(cast.joan), risk.get_absolute_url())
    for expected in (
        "Because people write quickly",
        "Show people how",
        "Signed for by Gareth Pugh until",
        "1 report of it, or of a near miss",
        f"{other.ref} {other.name}",
        "The ICO said so",
    ):
        assert expected in page.words, expected
    assert "Nearly" not in page.words, "whose report it is stays where it may be read"
    table = next(node for node in page.all() if node.tag == "table" and any("band" in n.classes for n in node.all()))
    assert sum("band--was" in node.classes for node in table.all()) == 3
    borne = seen(as_user(cast.joan), risk.get_absolute_url() + "?option=A").words
    assert f"{risk.ref}: it is borne as it is" in borne
    twin = seen(as_user(cast.joan), other.get_absolute_url()).words
    assert f"{risk.ref} {risk.name}" in twin


def test_of_many_risks_the_heaviest_stand_open(cast: Cast, as_user: SignIn) -> None:
    asked = make_many.many(by=cast.priya, risks=40, options=2)
    page: Any = seen(as_user(cast.priya), asked.get_absolute_url() + "?option=B")
    folded = [node for node in page.all() if node.tag == "details" and "lighter risks" in node.words]
    assert len(folded) == 2 and "And 8 lighter risks" in folded[0].words
    assert not any("With: severe" in node.words for node in folded)
