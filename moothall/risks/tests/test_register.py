"""What the council lives with: the register, what it would bear, and that nobody sees what is closed to them."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.kit import clock
from moothall.people.models import User
from moothall.risks import scoring
from moothall.risks.actions import appraisals, decisions, incidents, responses, risks, scales
from moothall.risks.actions.classifications import Ranges
from moothall.risks.models import Appetite, Category, Decision, Exposure, Response, Risk, Stance, Unit, Verdict
from moothall.risks.queries import appetite, living, register
from moothall.risks.queries.appetite import Stand
from moothall.risks.queries.register import Asked
from moothall.risks.standing import State
from moothall.risks.tests import make, make_watch

SignIn = Callable[[User], Client]
MOST = 16
OFTEN = Ranges(rate_low=2, rate_high=4, loss_low=20_000, loss_high=60_000, unit=Unit.POUNDS)
RARELY = Ranges(rate_low=0.001, rate_high=0.002, loss_low=10, loss_high=100, unit=Unit.POUNDS)


def words(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def rows(user: User, **asked: Any) -> list[register.Entry]:
    return register.entries(register.page_of(user, Asked(**asked), None).rows)


def test_the_register_holds_the_exposures_of_what_was_chosen_and_of_nothing_else(cast: Cast, as_user: SignIn) -> None:
    make.ready(by=cast.priya, approver=cast.gareth)
    assert rows(cast.joan) == []
    assert "Nothing is decided yet" in words(as_user(cast.joan).get(reverse("risks:register")))
    decision = make_watch.lived(by=cast.priya, approver=cast.gareth, question="What of e-mail?")
    entries = rows(cast.joan)
    assert {entry.line.option for entry in entries} == {decision.option}
    assert {entry.line.state for entry in entries} == {State.CLASSIFIED}
    page = words(as_user(cast.joan).get(reverse("risks:register")))
    assert page.count("Without: severe") == page.count("With: moderate") == 2
    assert "Show people how" in page
    assert as_user(cast.marcus).get(reverse("risks:register")).status_code == 403


def test_a_band_is_never_shown_without_what_it_was_before(cast: Cast, as_user: SignIn) -> None:
    make_watch.lived(by=cast.priya, approver=cast.gareth, pairs=3)
    page = as_user(cast.joan).get(reverse("risks:register")).content.decode()
    assert page.count("band--was") == page.count("With: ") == 6


def test_what_is_stale_has_no_band_and_comes_first(cast: Cast, as_user: SignIn) -> None:
    make_watch.lived(by=cast.priya, approver=cast.gareth, question="First?", levels=(5, 5))
    second = make_watch.lived(by=cast.priya, approver=cast.gareth, question="Second?")
    step = Response.objects.get(round=second.round, kind="treat")
    responses.drop(step, by=cast.priya, why="The trainer left")
    entries = rows(cast.joan)
    assert [entry.line.state for entry in entries] == [State.STALE] * 2 + [State.CLASSIFIED] * 2
    assert [entry.line.shift for entry in entries[:2]] == [None, None]
    assert rows(cast.joan, band="stale")[0].appraisal.question == "Second?"
    tally = {each.stance: (dict(each.bands), each.stale) for each in register.tallies(cast.joan)}
    assert tally[Stance.DOING][1] == 1
    assert sum(tally[Stance.DOING][0].values()) == 1
    assert "Nothing any more" in words(as_user(cast.joan).get(reverse("risks:register")))


def test_it_agrees_with_the_sheet_of_each_round(cast: Cast) -> None:
    decision = make_watch.lived(by=cast.priya, approver=cast.gareth, pairs=2, levels=(4, 3))
    responses.drop(Response.objects.get(kind="treat"), by=cast.priya, why="No")
    from moothall.risks.queries.rounds import load

    sheet = {line.exposure.pk: line.state for line in load(decision.round).under(decision.option)}
    found = {each.pk: each for each in living.exposures(cast.priya)}
    assert set(found) == set(sheet)
    for pk, state in sheet.items():
        assert (found[pk].band == living.STALE) == (state is State.STALE)  # type: ignore[attr-defined]


def test_it_is_narrowed_by_category_stance_band_owner_and_what_is_late(cast: Cast, as_user: SignIn) -> None:
    make_watch.lived(by=cast.priya, approver=cast.gareth, question="Late?", due=-3)
    make_watch.lived(by=cast.priya, approver=cast.gareth, question="Bad?", levels=(5, 5))
    one = Risk.objects.filter(round__appraisal__question="Bad?").order_by("pk")[0]
    Risk.objects.filter(pk=one.pk).update(owner=cast.joan)
    assert {entry.appraisal.question for entry in rows(cast.joan, overdue=True)} == {"Late?"}
    assert {entry.appraisal.question for entry in rows(cast.joan, band="S")} == {"Bad?"}
    assert len(rows(cast.joan, stance="doing")) == 2
    assert rows(cast.joan, category="money") == []
    assert len(rows(cast.joan, category="reputation")) == 4
    assert [entry.line.risk for entry in rows(cast.joan, owner=str(cast.joan.pk))] == [one]
    assert len(rows(cast.joan, owner="nobody")) == 3
    client = as_user(cast.joan)
    assert "Overdue" in words(client.get(reverse("risks:register") + "?overdue=on"))
    for query in ("?category=x", "?owner=1;DROP", "?band=<b>", "?stance=%00", "?overdue=maybe"):
        assert client.get(reverse("risks:register") + query).status_code == 200
    assert client.get(reverse("risks:register") + "?after=nonsense").status_code == 400


def test_a_decision_stands_until_a_later_one_or_a_review_that_says_stop(cast: Cast) -> None:
    decision = make_watch.lived(by=cast.priya, approver=cast.gareth)
    assert list(living.in_force()) == [decision]
    with clock.at(clock.now() + timedelta(days=1)):
        appraisals.open_again(decision.round.appraisal, by=cast.priya, reason="To look again")
        assert list(living.in_force()) == [decision], "an open round changes nothing yet"
        decisions.review(decision, by=cast.priya, verdict=Verdict.STOP, words="It failed", next_on=None)
    assert list(living.in_force()) == []
    assert rows(cast.priya) == []


def test_what_is_closed_is_in_nobody_elses_register(cast: Cast, as_user: SignIn) -> None:
    make_watch.lived(by=cast.priya, approver=cast.gareth, question="A secret question?", closed=True, due=-5)
    rhian = make_watch.manager()
    risk = Risk.objects.order_by("pk")[0]
    made = make_watch.incident(by=cast.joan, what="What nobody may know")
    incidents.link(made, by=rhian, risk=risk)
    with clock.at(clock.now() + timedelta(days=400)):
        for person in (cast.joan, cast.gareth, cast.admin, cast.auditor, cast.outsider):
            client = as_user(person)
            for page in ("register", "appetite"):
                shown = words(client.get(reverse(f"risks:{page}")))
                assert "secret question" not in shown
                assert "Show people how" not in shown
            assert all(tally.total == 0 for tally in register.tallies(person))
            assert register.owners(person) == []
        for person in (cast.priya, rhian):
            assert "A secret question?" in words(as_user(person).get(reverse("risks:register")))


def test_a_risk_that_came_true_is_seen_and_its_report_only_by_those_who_may(cast: Cast, as_user: SignIn) -> None:
    decision = make_watch.lived(by=cast.priya, approver=cast.gareth)
    rhian, risk = make_watch.manager(), Risk.objects.order_by("pk")[0]
    made = make_watch.incident(by=cast.joan, what="The words of the report")
    incidents.link(made, by=rhian, risk=risk)
    page = as_user(cast.gareth).get(reverse("risks:register"))
    assert "Came true, or nearly" in words(page)
    assert made.get_absolute_url() not in page.content.decode()
    assert "The words of the report" not in words(page)
    assert made.get_absolute_url() in as_user(rhian).get(reverse("risks:register")).content.decode()
    assert decision.round.risks.get(pk=risk.pk).occurrences.count() == 1


def test_late_steps_borne_risks_and_decisions_to_review_are_said(cast: Cast, as_user: SignIn) -> None:
    make_watch.lived(by=cast.priya, approver=cast.gareth, due=-3)
    page = words(as_user(cast.joan).get(reverse("risks:register")))
    assert "Late, or to be looked at again" in page
    assert "not in place" in page
    assert "was to be looked at again" not in page
    with clock.at(clock.now() + timedelta(days=200)):
        page = words(as_user(cast.joan).get(reverse("risks:register")))
    assert "was to be looked at again" in page


def count(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_pages_ask_the_same_however_much_there_is(cast: Cast, as_user: SignIn) -> None:
    rhian = make_watch.manager()

    def fill(number: int) -> None:
        decision = make_watch.lived(
            by=cast.priya, approver=cast.gareth, question=f"Question {number}?", pairs=2, due=-1
        )
        made = make_watch.incident(by=cast.gareth, personal_data=True)
        incidents.link(made, by=rhian, risk=decision.round.risks.order_by("pk")[0])
        asked = decision.round.appraisal
        for each in range(4):
            make_watch.comment(asked, by=cast.joan, body=f"{each}")
        scales.adopt_scale(replace(scoring.suggested(), name=f"S{number}"), by=rhian)

    for number in range(2):
        fill(number)
    asked = Decision.objects.order_by("pk")[0].round.appraisal
    client = as_user(rhian)
    made = make_watch.incident(by=cast.gareth, personal_data=True)
    pages = {
        "register": reverse("risks:register"),
        "late": reverse("risks:register") + "?overdue=on",
        "appetite": reverse("risks:appetite"),
        "scales": reverse("risks:scales"),
        "incidents": reverse("risks:incidents") + "?show=all",
        "incident": made.get_absolute_url() + "?find=careless",
        "comments": reverse("risks:comment", args=[asked.pk]),
    }
    for url in pages.values():
        client.get(url)
    before = {name: count(client, url) for name, url in pages.items()}
    for number in range(2, 5):
        fill(number)
        make_watch.comment(asked, by=cast.joan, body="And more", differs=True)
    after = {name: count(client, url) for name, url in pages.items()}
    assert after == before
    assert max(after.values()) <= MOST, after


def test_the_register_goes_on_where_the_page_ends(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register, "PAGE", 3)
    make_watch.lived(by=cast.priya, approver=cast.gareth, pairs=4)
    seen: list[int] = []
    after = None
    while True:
        found = register.page_of(cast.joan, Asked(), after)
        seen += [each.pk for each in found.rows]
        after = found.next_cursor
        if after is None:
            break
    assert sorted(seen) == sorted(Exposure.objects.filter(option__kind="platform").values_list("pk", flat=True))
    assert len(seen) == len(set(seen)) == 8


# What the council would bear ------------------------------------------------------------------------------------------


def stand(user: User, category: Category = Category.REPUTATION) -> appetite.Beside:
    return next(row for row in appetite.beside(user) if row.category == category)


def test_only_risk_managers_say_what_would_be_borne(cast: Cast, as_user: SignIn) -> None:
    rhian = make_watch.manager()
    url = reverse("risks:appetite_set", args=["money"])
    sent = {
        "sentence": "We would rather learn.",
        "unit": "pounds",
        "often_years": "20",
        "often_loss": "£50,000",
        "rare_years": "0.5",
        "rare_loss": "1,000,000",
    }
    for person in (cast.priya, cast.admin, cast.joan):
        assert as_user(person).get(url).status_code == 403
        with pytest.raises(PermissionDenied):
            make_watch.appetite(by=person)
    client = as_user(rhian)
    assert client.post(url, sent).status_code == 302
    made = Appetite.objects.get()
    assert (made.often_probability, made.rare_probability) == (Decimal("0.2"), Decimal("0.005"))
    for changed, field in (
        ({"rare_years": "20"}, "rare_years"),
        ({"rare_loss": "50000"}, "rare_loss"),
        ({"often_years": "101"}, "often_years"),
        ({"often_years": "0.001"}, "often_years"),
        ({"often_loss": "0"}, "often_loss"),
        ({"unit": "acorns"}, "unit"),
        ({"sentence": ""}, "sentence"),
    ):
        answer = client.post(url, sent | changed)
        assert answer.status_code == 422
        assert field in answer.context["form"].errors
    assert client.get(reverse("risks:appetite_set", args=["wit"])).status_code == 404
    client.post(url, sent | {"sentence": "We changed our mind."})
    assert Appetite.objects.count() == 2, "what was said before stays on record"
    page = words(client.get(reverse("risks:appetite")))
    assert "We changed our mind." in page
    assert "We would rather learn." not in page
    assert "£50,000" in page
    with pytest.raises(IntegrityError), transaction.atomic():
        Appetite.objects.update(rare_loss=10**9)


def test_words_for_each_way_to_lie_to_the_line(cast: Cast, as_user: SignIn) -> None:
    client, rhian = as_user(cast.joan), make_watch.manager()
    assert stand(cast.joan).stand is Stand.UNSAID
    make_watch.appetite(by=rhian)
    assert stand(cast.joan).stand is Stand.NOTHING
    make_watch.lived(by=cast.priya, approver=cast.gareth, question="Without ranges?")
    assert stand(cast.joan).stand is Stand.UNKNOWN
    assert "Not known" in words(client.get(reverse("risks:appetite")))
    make_watch.lived(by=cast.priya, approver=cast.gareth, question="Small?", ranges=RARELY)
    found = stand(cast.joan)
    assert (found.stand, found.others, found.reckoned) == (Stand.WITHIN, 2, 2)
    assert "As far as it can be reckoned" in words(client.get(reverse("risks:appetite")))
    make_watch.lived(by=cast.priya, approver=cast.gareth, question="Large?", ranges=OFTEN)
    assert stand(cast.joan).stand is Stand.ABOVE
    assert "Above the line" in words(client.get(reverse("risks:appetite")))


def test_too_little_risk_taken_is_said_only_where_nothing_is_left_out(cast: Cast, as_user: SignIn) -> None:
    rhian = make_watch.manager()
    make_watch.appetite(by=rhian)
    make_watch.lived(by=cast.priya, approver=cast.gareth, question="Small?", ranges=RARELY)
    assert stand(cast.joan).stand is Stand.LITTLE
    assert "Too little risk taken" in words(as_user(cast.joan).get(reverse("risks:appetite")))
    hours = Ranges(rate_low=0.001, rate_high=0.002, loss_low=1, loss_high=2, unit=Unit.HOURS)
    make_watch.lived(by=cast.priya, approver=cast.gareth, question="In hours?", ranges=hours)
    found = stand(cast.joan)
    assert (found.stand, found.others) == (Stand.WITHIN, 2)


def test_units_are_never_added_together(cast: Cast) -> None:
    rhian = make_watch.manager()
    make_watch.appetite(by=rhian)
    make_watch.lived(by=cast.priya, approver=cast.gareth, question="Small?", ranges=RARELY)
    before = stand(cast.joan).points
    people = Ranges(rate_low=50, rate_high=60, loss_low=1e6, loss_high=2e6, unit=Unit.PEOPLE)
    make_watch.lived(by=cast.priya, approver=cast.gareth, question="People?", ranges=people)
    assert stand(cast.joan).points == before


def test_what_is_stale_is_not_reckoned_with(cast: Cast) -> None:
    make_watch.appetite(by=make_watch.manager())
    make_watch.lived(by=cast.priya, approver=cast.gareth, ranges=OFTEN)
    assert stand(cast.joan).stand is Stand.ABOVE
    risk = Risk.objects.order_by("pk")[0]
    assert risk.round.decision.option.kind == "platform"
    responses.drop(Response.objects.get(kind="treat"), by=cast.priya, why="No")
    found = stand(cast.joan)
    assert (found.stand, found.stale, found.points) == (Stand.UNKNOWN, 2, ())


def test_the_chance_is_that_of_all_that_is_lived_with(cast: Cast) -> None:
    """Two independent risks that each lose much more than the point in about 1 - exp(-0.5) of all years."""
    each = Ranges(rate_low=0.4999, rate_high=0.5001, loss_low=1e5, loss_high=1.1e5, unit=Unit.POUNDS)
    make_watch.appetite(by=make_watch.manager())
    make_watch.lived(by=cast.priya, approver=cast.gareth, ranges=each)
    found = stand(cast.joan).points[0]
    assert found.found == pytest.approx(1 - 2.718281828**-1, abs=0.01)


def test_an_edit_of_a_frozen_round_is_still_refused(cast: Cast) -> None:
    make_watch.lived(by=cast.priya, approver=cast.gareth)
    risk = Risk.objects.order_by("pk")[0]
    from moothall.risks.actions.rounds import RoundDecided

    with pytest.raises(RoundDecided):
        risks.edit_risk(risk, by=cast.priya, words=risks.RiskWords(risk.name, "a", "b", "c", Category(risk.category)))
