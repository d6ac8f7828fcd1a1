"""Cards on pages: read from real acts, in as many questions however much there is, and shown to whom they may be."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.change.actions import delivery, initiatives
from moothall.change.models import EngagementStage, Initiative, Side
from moothall.change.tests import make as make_change
from moothall.charter.actions import cards as act
from moothall.charter.evidence import State
from moothall.charter.models import Check, Shown
from moothall.charter.queries import cards
from moothall.charter.queries.records import records_of
from moothall.charter.tests.refusing import refused
from moothall.kit import clock
from moothall.kit.registries import links_to
from moothall.lessons.actions import publishing
from moothall.lessons.models import LessonAbout
from moothall.lessons.tests import make as make_lessons
from moothall.people import actions as people
from moothall.people.models import Grant, User
from moothall.people.tests import make as make_people

SignIn = Callable[[User], Client]


@pytest.fixture
def talk(cast: Cast) -> Initiative:
    """An initiative that is being delivered: Priya wrote it, Gareth owns it, Joan guides it."""
    begun = make_change.ready(by=cast.priya, owner=cast.gareth, guide=cast.joan)
    begun.stakeholders.filter(side=Side.INTERNAL).update(team=make_people.team("Libraries"))
    delivery.begin_delivery(begun, by=cast.gareth)
    return Initiative.objects.get(pk=begun.pk)


def states(initiative: Initiative, user: User) -> dict[str, State]:
    return {each.check: each.state for each in cards.one(initiative, user)[1].findings}


def hidden(initiative: Initiative, user: User) -> str:
    """What the card says is missing of the fourth commitment."""
    risk = cards.one(initiative, user)[1].of("risk")
    assert risk is not None
    return " ".join(line.words for line in risk.wants)


def test_a_card_is_read_from_what_was_done(cast: Cast, talk: Initiative) -> None:
    found = states(talk, cast.priya)
    assert found == {
        "people": State.NOT_YET,  # development and bringing it in are still to come
        "purpose": State.MET,
        "value": State.NOT_YET,  # the first reading is still to come
        "risk": State.MET,
        "owner": State.MET,
        "measure": State.MET,
        "guide": State.NOT_YET,  # the owner has not confirmed yet
    }
    for stage in (EngagementStage.DEVELOPMENT, EngagementStage.IMPLEMENTATION):
        make_change.involved(talk, by=cast.priya, stage=stage)
    measure = talk.benefits.get().measure
    assert measure is not None
    make_change.reading(measure, by=cast.gareth, value=55)
    delivery.confirm(talk, by=cast.gareth, words="She asked before she built.")
    assert set(states(talk, cast.priya).values()) == {State.MET}


def test_a_missed_benefit_stays_until_its_lesson_is_published(cast: Cast, talk: Initiative) -> None:
    hoped = talk.benefits.get()
    assert hoped.measure is not None
    later = clock.now() + timedelta(days=400)
    with clock.at(later):
        make_change.reading(hoped.measure, by=cast.gareth, value=58)
        assert "“Less internal e-mail” was not met" in hidden(talk, cast.priya)
        draft = make_lessons.draft(by=cast.gareth)
        LessonAbout.objects.create(lesson=draft, thing=f"benefit:{hoped.pk}")
        assert "was not met" in hidden(talk, cast.priya), "a draft is no lesson yet"
        publishing.publish(draft, by=cast.gareth)
        assert "was not met" not in hidden(talk, cast.priya)


def test_the_page_shows_proofs_and_what_is_missing(cast: Cast, talk: Initiative, as_user: SignIn) -> None:
    shown = as_user(cast.outsider).get(reverse("charter:card", args=[talk.pk])).content.decode()
    assert "bay--met" in shown
    assert "accepted in person on" in shown
    assert "first reading of “Less internal e-mail”" in shown
    listed = as_user(cast.outsider).get(reverse("charter:cards")).content.decode()
    assert talk.title in listed


def test_the_page_of_an_initiative_leads_to_its_card(cast: Cast, talk: Initiative) -> None:
    found = [link.url for link in links_to(cast.outsider, f"initiative:{talk.pk}")]
    assert reverse("charter:card", args=[talk.pk]) in found
    assert reverse("charter:card", args=[talk.pk]) not in [
        link.url for link in links_to(cast.marcus, f"initiative:{talk.pk}")
    ]


def test_a_closed_initiative_shows_its_card_to_its_own_alone(cast: Cast, as_user: SignIn) -> None:
    secret = make_change.initiative(by=cast.priya, title="The okapi move", closed=True)
    for person in (cast.outsider, cast.admin, cast.auditor, cast.marcus):
        client = as_user(person)
        assert client.get(reverse("charter:card", args=[secret.pk])).status_code == 404
        for address in (reverse("charter:cards"), reverse("charter:person_card", args=[cast.priya.handle])):
            assert "okapi" not in client.get(address).content.decode()
    assert "okapi" in as_user(cast.priya).get(reverse("charter:cards")).content.decode()


def test_what_may_not_be_read_of_an_appraisal_is_not_named(cast: Cast, talk: Initiative) -> None:
    appraisal = talk.weighings.get().appraisal
    Grant.objects.filter(kind="appraisal", ref=appraisal.pk).delete()
    record = records_of(Initiative.objects.filter(pk=talk.pk), cast.outsider)[0]
    assert appraisal.question not in record.weighed[0].title


def test_a_card_of_a_person_is_theirs_until_they_show_it(cast: Cast, talk: Initiative, as_user: SignIn) -> None:
    address = reverse("charter:person_card", args=[cast.gareth.handle])
    assert 'class="commit"' in as_user(cast.gareth).get(address).content.decode()
    for person in (cast.priya, cast.admin, cast.auditor, cast.joan):
        shown = as_user(person).get(address).content.decode()
        assert 'class="commit"' not in shown
        assert "shows nothing of their card" in shown
        with pytest.raises(PermissionDenied):
            act.show(cast.gareth, by=person, checks=["owner"])
    assert as_user(cast.marcus).get(address).status_code == 404
    as_user(cast.gareth).post(reverse("charter:show_card"), {"checks": ["owner"]})
    shown = as_user(cast.priya).get(address).content.decode()
    assert shown.count('class="commit"') == 1
    assert "The change has an owner in the business" in shown
    assert "Value is what our strategies" not in shown


def test_a_shown_card_names_nothing_that_the_reader_may_not_read(cast: Cast, as_user: SignIn) -> None:
    make_change.owned(
        make_change.initiative(by=cast.priya, title="The okapi move", closed=True), by=cast.priya, owner=cast.gareth
    )
    act.show(cast.gareth, by=cast.gareth, checks=Check.values)
    shown = as_user(cast.outsider).get(reverse("charter:person_card", args=[cast.gareth.handle])).content.decode()
    assert "okapi" not in shown


def test_a_guru_is_told_with_a_smile(cast: Cast, talk: Initiative) -> None:
    User.objects.filter(pk=cast.joan.pk).update(ask_about="I am a social media guru")
    assert states(talk, cast.priya)["guide"] is State.CARE
    User.objects.filter(pk=cast.joan.pk).update(ask_about="I help")
    assert states(talk, cast.priya)["guide"] is State.NOT_YET


def test_who_leaves_shows_nothing_any_more(cast: Cast, talk: Initiative) -> None:
    act.show(cast.joan, by=cast.joan, checks=["guide"])
    refused(lambda: Shown.objects.create(person=cast.joan, check_key="guide"))
    refused(lambda: Shown.objects.create(person=cast.joan, check_key="nonsense"))
    with pytest.raises(ValueError, match="hall can read"):
        act.show(cast.joan, by=cast.joan, checks=["nonsense"])
    people.deactivate(cast.joan, by=cast.admin)
    assert not Shown.objects.exists()


def test_a_team_has_a_card_of_what_touches_it(cast: Cast, talk: Initiative, as_user: SignIn) -> None:
    team = make_people.team("Highways")
    initiatives.touch_teams(talk, by=cast.priya, teams=[team])
    shown = as_user(cast.outsider).get(reverse("charter:team_card", args=[team.pk])).content.decode()
    assert "Highways must change and was never asked" in shown
    assert as_user(cast.marcus).get(reverse("charter:team_card", args=[team.pk])).status_code == 404


def test_ones_own_value_is_counted_from_readings(cast: Cast, talk: Initiative, as_user: SignIn) -> None:
    measure = talk.benefits.get().measure
    assert measure is not None
    make_change.reading(measure, by=cast.gareth, value=40)
    delivery.confirm(talk, by=cast.gareth)
    page = as_user(cast.joan).get(reverse("charter:value"))
    (mine,) = page.context["value"].mine
    assert (mine.part, mine.reached, page.context["value"].helped) == ("guide", 1, 1)
    assert page.context["value"].quarters[-1].realised == 100
    said = page.content.decode()
    assert (
        "My benefits have come 100 in 100 of their way" in said and "How far my benefits have come, by quarter" in said
    )
    assert '<table class="register" role="table">' in said, "the picture stands beside its table"
    assert talk.title not in as_user(cast.outsider).get(reverse("charter:value")).content.decode()


def test_cards_ask_the_same_few_questions_however_much_there_is(cast: Cast, as_user: SignIn) -> None:
    def counts() -> dict[str, int]:
        found = {}
        for name, user in (("charter:cards", cast.outsider), ("charter:value", cast.gareth)):
            client = as_user(user)
            client.get(reverse(name))
            with CaptureQueriesContext(connection) as asked:
                assert client.get(reverse(name)).status_code == 200
            found[name] = len(asked)
        with CaptureQueriesContext(connection) as asked:
            cards.many(Initiative.objects.visible_to(cast.outsider), cast.outsider)
        return found | {"many": len(asked)}

    make_change.delivering(by=cast.priya, owner=cast.gareth, guide=cast.joan, title="One")
    make_change.delivering(by=cast.priya, owner=cast.gareth, guide=cast.joan, title="Two")
    before = counts()
    for number in range(3):
        make_change.delivering(by=cast.priya, owner=cast.gareth, guide=cast.joan, title=f"More {number}")
    assert counts() == before
    assert before["many"] <= 20
