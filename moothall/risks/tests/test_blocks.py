"""Blocks that nobody answered in time are offered to an appraisal as risks of not doing."""

from datetime import timedelta

import pytest
from django.conf import settings

from conftest import Cast
from moothall.kit import clock
from moothall.people.models import Role
from moothall.people.tests import make as make_people
from moothall.records.actions import reports
from moothall.records.models import Report
from moothall.records.tests import make_systems
from moothall.risks.models import Appraisal, Classification, Risk, Stance
from moothall.risks.queries import blocks
from moothall.risks.queries.rounds import load
from moothall.risks.tests import make
from moothall.risks.tests.walking import SignIn, url, words

LATE = timedelta(days=40)
OFFERED = "Blocks nobody answered"


@pytest.fixture
def asked(cast: Cast) -> Appraisal:
    return make.appraisal(by=cast.priya)


@pytest.fixture
def met(cast: Cast) -> Report:
    """Gareth could not get to YouTube, forty days ago, and nobody answered."""
    keeper = make_people.user("Samira Haddad", roles=(Role.RECORDS_MANAGER,))
    with clock.at(clock.now() - LATE):
        system = make_systems.system("YouTube", by=keeper, owner=cast.joan)
        return make_systems.block(system, by=cast.gareth)


def test_a_block_becomes_a_risk_of_not_doing_with_no_score(
    cast: Cast, as_user: SignIn, asked: Appraisal, met: Report
) -> None:
    client, page = as_user(cast.priya), url("risk_new", asked.pk)
    shown = words(client.get(page))
    assert OFFERED in shown and "YouTube: Answer residents" in shown
    form = client.get(page, {"block": met.pk}).context["form"]
    said = {name: form[name].value() for name in ("stance", "name", "cause", "event", "note")}
    assert said["stance"] == Stance.NOT_DOING
    assert said["name"] == "YouTube can’t be reached"
    assert said["event"] == "somebody may do this elsewhere, or not at all: Answer residents"
    assert met.get_absolute_url() in said["note"]
    assert "Gareth" not in str(said), "a risk names no one"
    assert not form["consequence"].value(), "what it leads to is for whoever names it to say"
    sent = {**said, "consequence": "answers that we know nothing of", "category": "service", "then": "on"}
    assert client.post(page, sent).status_code == 302
    made = Risk.objects.get()
    assert (made.stance, made.ref) == (Stance.NOT_DOING, "N1")
    assert not Classification.objects.exists()
    assert OFFERED not in words(client.get(page)), "it is named already"
    another = make.appraisal(by=cast.priya, question="Another?")
    assert OFFERED in words(client.get(url("risk_new", another.pk)))


def test_what_is_answered_in_time_or_no_block_is_not_offered(
    cast: Cast, as_user: SignIn, asked: Appraisal, met: Report
) -> None:
    make_systems.block(by=cast.gareth, name="Vimeo")
    client, page = as_user(cast.priya), url("risk_new", asked.pk)
    assert "Vimeo" not in words(client.get(page)), "its day has not come"
    reports.answer_report(met, by=cast.joan, answer="It is open now.", opened=True)
    assert OFFERED not in words(client.get(page))
    for junk in (str(met.pk), "0", "-1", "x", "²", "9" * 30, "\x00", ""):
        form = client.get(page, {"block": junk}).context["form"]
        assert not form["name"].value(), junk


def test_a_long_list_is_cut_and_the_rest_is_where_all_are(cast: Cast, as_user: SignIn, asked: Appraisal) -> None:
    with clock.at(clock.now() - LATE):
        for number in range(blocks.MOST + 1):
            make_systems.block(by=cast.gareth, name=f"Site {number} {'x' * 100}")
    found = blocks.to_name(load(make.round_of(asked)), cast.priya)
    assert [row.about.split()[1] for row in found.rows] == ["0", "1", "2", "3", "4"]
    client = as_user(cast.priya)
    shown = words(client.get(url("risk_new", asked.pk)))
    assert "All blocks not answered in time" in shown
    assert len(blocks.as_risk(cast.priya, str(found.rows[0].pk))["name"]) <= 100
    assert client.get(found.url).status_code == 200


def test_guests_learn_of_no_block_and_a_room_that_is_off_offers_none(
    cast: Cast, asked: Appraisal, met: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = load(make.round_of(asked))
    assert blocks.as_risk(cast.marcus, str(met.pk)) == {}
    assert blocks.to_name(sheet, cast.marcus).rows == ()
    monkeypatch.setattr(settings, "MOOTHALL_ROOMS_OFF", ("records",))
    assert blocks.as_risk(cast.priya, str(met.pk)) == {}
    assert blocks.to_name(sheet, cast.priya).rows == ()
