"""Beginning, looking back, closing, confirming and handing over, by their pages; the desk, notices and leaving."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from conftest import Cast
from moothall.change import telling_initiatives as telling
from moothall.change.actions import delivery, initiatives
from moothall.change.models import Closing, Confirmation, Delivery, Initiative, InitiativeReview, Part, PurposeReview
from moothall.change.queries import desk, left, own
from moothall.change.tests import make
from moothall.change.tests.make import lesson_about
from moothall.change.tests.walking import SignIn, url, words
from moothall.kit import clock
from moothall.kit.registries import audit_wording
from moothall.notices.kinds import kinds
from moothall.notices.models import Notice
from moothall.notices.showing import shown
from moothall.people import actions as people
from moothall.people.models import User
from moothall.spaces.models import Openness
from moothall.spaces.tests import make as make_talk


@pytest.fixture
def officer(db: None) -> User:
    return make.performance_officer()


@pytest.fixture
def begun(cast: Cast, officer: User) -> Initiative:
    return make.ready(by=cast.priya, owner=cast.gareth, guide=cast.priya)


def told(user: User, kind: str) -> list[str]:
    """What this person is shown of a kind of notice, now."""
    return [each.told.line for each in shown(user, Notice.objects.filter(person=user, kind=kind).order_by("pk"))]


def test_beginning_too_early_is_refused_with_what_is_missing(cast: Cast, officer: User, as_user: SignIn) -> None:
    begun = make.owned(make.initiative(by=cast.priya), by=cast.priya, owner=cast.gareth)
    client = as_user(cast.gareth)
    for _again in range(2):
        refused = client.post(url("begin", begun.pk))
        assert refused.status_code == 422
    said = words(refused)
    assert "It serves no objective of a plan in force." in said
    assert "Nobody outside the organisation was involved at design" in said
    assert url("objectives", begun.pk) in refused.content.decode()
    assert not Delivery.objects.exists()
    assert as_user(cast.priya).post(url("begin", begun.pk)).status_code == 403
    page = words(client.get(begun.get_absolute_url()))
    assert "things before delivery can begin" in page


def test_what_is_ready_begins_once(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    client = as_user(cast.gareth)
    assert "it is ready to begin" in words(client.get(begun.get_absolute_url()))
    for _twice in range(2):
        assert client.post(url("begin", begun.pk)).status_code == 302
    assert Delivery.objects.get().before_hall is False
    assert "Delivering since" in words(client.get(begun.get_absolute_url()))


def test_work_from_before_the_hall_is_entered_with_its_gaps(cast: Cast, as_user: SignIn) -> None:
    begun = make.initiative(by=cast.priya)
    client = as_user(cast.priya)
    today, long_ago = clock.today(), clock.today() - timedelta(days=900)
    assert client.post(url("past", begun.pk), {"began_on": "soon"}).status_code == 422
    assert client.post(url("past", begun.pk), {"began_on": today.isoformat()}).status_code == 422
    backwards = {"began_on": long_ago.isoformat(), "finished_on": (long_ago - timedelta(days=1)).isoformat()}
    assert client.post(url("past", begun.pk), backwards).status_code == 422
    later = {"began_on": long_ago.isoformat(), "finished_on": (today + timedelta(days=9)).isoformat()}
    assert client.post(url("past", begun.pk), later).status_code == 422
    for _twice in range(2):
        assert client.post(url("past", begun.pk), {"began_on": long_ago.isoformat()}).status_code == 302
    assert Delivery.objects.get().before_hall is True
    page = words(client.get(begun.get_absolute_url()))
    assert "things are not proved" in page
    assert "Carl Haggerty" in page
    assert url("benefit_new", begun.pk) in client.get(begun.get_absolute_url()).content.decode()


def test_a_failure_is_not_closed_without_its_lesson_by_post(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    client = as_user(cast.gareth)
    client.post(url("begin", begun.pk))
    hoped = begun.benefits.get()
    sent = {"outcome": "failed", "words": "We asked too late"}
    refused = client.post(url("close", begun.pk), sent)
    assert refused.status_code == 422
    assert "We asked too late" in refused.content.decode()
    assert f"about=benefit:{hoped.pk}" in refused.content.decode()
    assert "is not met, and has no published lesson" in words(refused)
    look = {"words": "Too few were asked", "went_badly": "The timing"}
    for _twice in range(2):
        assert client.post(url("review", begun.pk), look).status_code == 302
    assert InitiativeReview.objects.count() == 1
    assert client.post(url("close", begun.pk), {**sent, "outcome": "realised"}).status_code == 422
    assert as_user(cast.priya).post(url("close", begun.pk), sent).status_code == 403
    lesson_about(f"benefit:{hoped.pk}", by=cast.priya)
    assert client.post(url("close", begun.pk), sent).status_code == 422
    lesson_about(begun.container, by=cast.priya)
    for _twice in range(2):
        assert client.post(url("close", begun.pk), sent).status_code == 302
    assert Closing.objects.get().outcome == "failed"
    page = words(client.get(begun.get_absolute_url()))
    assert "It failed" in page
    assert "Too few were asked" in page
    assert told(cast.priya, telling.CLOSED) == ["It is closed: it failed"]


def test_an_owner_confirms_who_led_and_who_helped(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    assert as_user(cast.priya).post(url("confirm", begun.pk)).status_code == 403
    client = as_user(cast.gareth)
    for _twice in range(2):
        assert client.post(url("confirm", begun.pk), {"words": "She asked the right questions"}).status_code == 302
    assert Confirmation.objects.get().guide == cast.priya
    assert "She asked the right questions" in words(client.get(begun.get_absolute_url()))


def test_handing_over_is_a_success_with_the_whole_trail(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    address = url("purpose", begun.pk, "guide")
    assert as_user(cast.gareth).get(address).status_code == 403
    assert client.post(address, {"words": "None", "verdict": "hand_over"}).status_code == 422
    for _twice in range(2):
        assert client.post(address, {"words": "I still help", "verdict": "continue"}).status_code == 302
    assert PurposeReview.objects.count() == 1
    handing = {"words": "It goes without me", "verdict": "hand_over", "to": cast.joan.handle}
    sent = client.post(address, handing, follow=True)
    assert "is a success" in words(sent)
    assert client.post(address, handing).status_code == 403, "it is no longer theirs"
    begun.refresh_from_db()
    assert begun.guide == cast.joan
    assert "It goes without me" in words(as_user(cast.joan).get(url("purpose", begun.pk, "guide")))
    assert told(cast.joan, telling.HANDED) == ["You guide it from now on; its owner leads, and you help"]
    assert told(cast.gareth, telling.CHANGED)[-1] == "Cllr Joan Tregarthen guides it now"


def test_who_is_asked_to_own_is_told_until_they_answer(cast: Cast, officer: User) -> None:
    begun = make.initiative(by=cast.priya, owner=cast.gareth)
    assert told(cast.gareth, telling.ASKED) == ["You are asked to own it: accept in person, or say why not"]
    card = desk.card(cast.gareth)
    assert card is not None
    assert [line.title for line in card.lines] == ["Talk in the open"]
    initiatives.accept(begun, by=cast.gareth)
    assert told(cast.gareth, telling.ASKED) == []
    assert desk.card(cast.gareth) is None
    initiatives.name(begun, by=cast.priya, part=Part.OWNER, person=cast.joan)
    initiatives.decline(begun, by=cast.joan, words="Not mine")
    assert told(cast.joan, telling.ASKED) == []
    assert told(officer, telling.UNOWNED) == ["Nobody owns it any more: name a business owner"]
    assert len(told(cast.priya, telling.UNOWNED)) == 1
    initiatives.name(begun, by=cast.priya, part=Part.OWNER, person=cast.gareth)
    assert told(officer, telling.UNOWNED) == []


def test_an_owner_is_told_once_that_it_is_ready(cast: Cast, begun: Initiative) -> None:
    assert telling.ready_to_begin() == 1
    assert telling.ready_to_begin() == 0
    assert len(told(cast.gareth, telling.READY)) == 1
    assert [line.when for line in desk.card(cast.gareth).lines] == ["To begin"]  # type: ignore[union-attr]
    delivery.begin_delivery(begun, by=cast.gareth)
    assert told(cast.gareth, telling.READY) == []
    assert telling.ready_to_begin() == 0
    assert desk.card(cast.gareth) is None


def test_a_champion_sees_three_questions_and_one_post_to_write(cast: Cast, as_user: SignIn) -> None:
    begun = make.initiative(by=cast.priya)
    space = make_talk.space(by=cast.priya, name="Neighbourhoods")
    initiatives.give_space(begun, by=cast.priya, space=space)
    initiatives.name(begun, by=cast.priya, part=Part.SPONSOR, person=cast.joan)
    for number in range(5):
        make_talk.conversation(space, by=cast.gareth, title=f"Who opens door {number}?")
    card = desk.card(cast.joan)
    assert card is not None
    assert len(card.questions) == 3
    assert card.post is not None
    assert card.post.space == space
    page = words(as_user(cast.joan).get("/"))
    assert "Two minutes as a champion" in page
    assert "Say something in Neighbourhoods" in page
    hidden = make_talk.space(by=cast.priya, name="Quiet corner", openness=Openness.PRIVATE)
    initiatives.give_space(begun, by=cast.priya, space=hidden)
    assert desk.card(User.objects.get(pk=cast.joan.pk)) is None
    assert "Quiet corner" not in as_user(cast.joan).get(begun.get_absolute_url()).content.decode()


def test_the_parts_of_a_leaver_fall_to_nobody_and_that_is_told(cast: Cast, officer: User, begun: Initiative) -> None:
    initiatives.name(begun, by=cast.priya, part=Part.SPONSOR, person=cast.outsider)
    helped = make.initiative(by=cast.joan, title="Helped", closed=True)
    initiatives.add_helper(helped, by=cast.joan, person=cast.gareth)
    people.deactivate(cast.gareth, by=cast.admin)
    begun.refresh_from_db()
    assert begun.owner is None
    assert begun.owner_accepted_at is None
    assert begun.benefits.get().owner is None
    assert told(officer, telling.UNOWNED) == ["Nobody owns it any more: name a business owner"]
    assert not helped.helpers.exists()
    assert list(begun.handovers.filter(part=Part.OWNER).order_by("pk").values_list("after", flat=True))[-1] is None
    card = desk.card(User.objects.get(pk=officer.pk))
    assert card is not None
    assert [line.title for line in card.lines] == ["Talk in the open", "Helped"]
    with clock.at(clock.now() + timedelta(days=40)):
        assert list(left.troubles()) == ["2 changes have had no owner for a month: a performance officer names them."]


def test_a_copy_of_ones_data_has_ones_words_and_parts(cast: Cast, begun: Initiative) -> None:
    delivery.begin_delivery(begun, by=cast.gareth)
    delivery.review(begun, by=cast.gareth, words="Few were asked")
    assert "Few were asked" in str(list(own.said(cast.gareth)))
    assert {"part": "owner", "of_initiative": begun.pk} in list(own.parts(cast.gareth))
    assert begun.title not in str(list(own.parts(cast.gareth)))
    assert list(own.said(cast.outsider)) == []


def test_every_act_has_words_and_every_notice_a_kind() -> None:
    for verb in ("begun", "passed_on", "accepted", "delivering", "past_entered", "closed", "led", "purpose_reviewed"):
        assert audit_wording.get(f"initiative.{verb}") is not None, verb
    for kind in (telling.ASKED, telling.HANDED, telling.CHANGED, telling.READY, telling.UNOWNED, telling.CLOSED):
        assert kinds.get(kind) is not None, kind


def test_nobody_accepts_or_begins_for_another_by_the_verb(cast: Cast, begun: Initiative) -> None:
    initiatives.name(begun, by=cast.priya, part=Part.OWNER, person=cast.joan)
    for other in (cast.priya, cast.gareth, cast.admin):
        with pytest.raises(PermissionDenied):
            initiatives.accept(begun, by=other)
        with pytest.raises(PermissionDenied):
            delivery.begin_delivery(begun, by=other)
