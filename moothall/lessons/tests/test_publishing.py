"""Published in the hall, on the public site, replaced and withdrawn."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.lessons import documents, telling
from moothall.lessons.actions import drafts, publishing
from moothall.lessons.models import HALL, Lesson, Outcome
from moothall.lessons.tests import make
from moothall.notices.models import Notice
from moothall.people import grants
from moothall.people.models import Role, Team, User
from moothall.people.tests import make as make_people
from moothall.search import writer

SignIn = Callable[[User], Client]


@pytest.fixture
def keeper(cast: Cast) -> User:
    return make_people.user("Ruth Keeper", roles=(Role.RISK_MANAGER,))


def test_staff_and_councillors_find_what_is_published_and_guests_what_is_public(cast: Cast, as_user: SignIn) -> None:
    inside = make.lesson(by=cast.priya, title="Hedgehogs roll up")
    outside = make.lesson(by=cast.priya, title="Badgers dig", public=True)
    writer.drain()
    find = reverse("search:find")
    for person, sees in ((cast.joan, True), (cast.gareth, True), (cast.marcus, False)):
        assert ("Hedgehogs roll up" in as_user(person).get(find, {"q": "hedgehogs"}).content.decode()) is sees
        assert ("Hedgehogs roll up" in as_user(person).get(reverse("lessons:list")).content.decode()) is sees
        assert (as_user(person).get(inside.get_absolute_url()).status_code == 200) is sees
        assert "Badgers dig" in as_user(person).get(find, {"q": "badgers"}).content.decode()
        assert as_user(person).get(outside.get_absolute_url()).status_code == 200
    for person in (cast.joan, cast.marcus):
        readable = set(Lesson.objects.visible_to(person))
        held = {
            each.key for each in documents.documents([inside.pk, outside.pk]) if grants.may_see(person, each.container)
        }
        assert held == {each.thing for each in readable}
    person = make_people.user("Gone Away")
    person.is_active = False
    assert not Lesson.objects.visible_to(person).exists()


def test_anybody_reads_the_public_site_and_no_name_of_staff(cast: Cast) -> None:
    team = make_people.team("Libraries")
    User.objects.filter(pk=cast.priya.pk).update(team=team)
    lesson = make.lesson(by=User.objects.get(pk=cast.priya.pk), public=True, title="Badgers dig")
    inside = make.lesson(by=cast.priya, title="Hedgehogs")
    assert lesson.team == Team.objects.get(pk=team.pk)
    for address in (reverse("lessons:public_list"), reverse("lessons:public_lesson", args=[lesson.pk])):
        answer = Client().get(address)
        page = answer.content.decode()
        assert "Badgers dig" in page
        assert "Libraries" in page
        assert "Priya" not in page
        assert "Hedgehogs" not in page
        assert "public" in answer["Cache-Control"]
        assert not answer.cookies
    assert Client().get(reverse("lessons:public_lesson", args=[inside.pk])).status_code == 404
    assert (
        "Open Government Licence" in Client().get(reverse("lessons:public_lesson", args=[lesson.pk])).content.decode()
    )


def test_its_author_and_risk_managers_put_it_on_the_public_site(cast: Cast, keeper: User, as_user: SignIn) -> None:
    lesson = make.lesson(by=cast.priya)
    for person in (cast.gareth, cast.admin, cast.marcus):
        with pytest.raises(PermissionDenied):
            publishing.publish_public(lesson, by=person)
        with pytest.raises(PermissionDenied):
            publishing.withdraw_public(lesson, by=person)
    address = reverse("lessons:public_site", args=[lesson.pk])
    assert as_user(cast.gareth).get(address).status_code == 403
    as_user(keeper).post(address)
    assert Client().get(reverse("lessons:public_lesson", args=[lesson.pk])).status_code == 200
    as_user(cast.priya).post(address, {"take_off": "1"})
    assert Client().get(reverse("lessons:public_lesson", args=[lesson.pk])).status_code == 404
    lesson.refresh_from_db()
    assert (lesson.public_at, lesson.public_by, lesson.is_draft) == (None, None, False)


def test_numbers_about_people_are_pointed_out_before_words_that_stay(cast: Cast, as_user: SignIn) -> None:
    words = replace(make.words(), happened="We wrote QQ123456C down, and AB123456C.")
    lesson = drafts.draft(by=cast.priya, words=words)
    page = as_user(cast.priya).get(reverse("lessons:publish", args=[lesson.pk])).content.decode()
    assert "Look again first" in page
    assert "Publish it in the hall" in page


def test_a_correction_is_a_lesson_in_its_place(cast: Cast, as_user: SignIn) -> None:
    before = make.lesson(by=cast.priya, title="Ask nobody", public=True)
    client = as_user(cast.priya)
    address = reverse("lessons:correct", args=[before.pk])
    assert "Ask nobody" in client.get(address).content.decode()
    assert as_user(cast.gareth).get(address).status_code == 403
    with pytest.raises(PermissionDenied):
        drafts.draft(by=cast.gareth, words=make.words(), replaces=before)
    newer = drafts.draft(by=cast.priya, words=make.words("Ask somebody"), replaces=before)
    assert before in Lesson.objects.standing()
    publishing.publish(newer, by=cast.priya)
    assert list(Lesson.objects.standing()) == [newer]
    page = as_user(cast.gareth).get(before.get_absolute_url()).content.decode()
    assert "A newer lesson stands in its place" in page
    assert newer.get_absolute_url() in page
    public = reverse("lessons:public_lesson", args=[before.pk])
    assert "A newer lesson" not in Client().get(public).content.decode(), "that one is in the hall alone"
    publishing.publish_public(newer, by=cast.priya)
    assert "Ask somebody" in Client().get(public).content.decode()
    listed = Client().get(reverse("lessons:public_list")).content.decode()
    assert "Ask somebody" in listed
    assert "Ask nobody" not in listed
    writer.drain()
    find = as_user(cast.gareth).get(reverse("search:find"), {"q": "ask"}).content.decode()
    assert "Ask somebody" in find
    assert "Ask nobody" not in find
    publishing.withdraw(newer, by=cast.priya, reason="Both were wrong.")
    assert list(Lesson.objects.standing()) == [before]


def test_what_is_withdrawn_is_offered_to_nobody_and_its_words_are_gone_from_sight(
    cast: Cast, keeper: User, as_user: SignIn
) -> None:
    lesson = make.lesson(by=cast.priya, title="Badgers dig", public=True)
    address = reverse("lessons:withdraw", args=[lesson.pk])
    assert as_user(cast.gareth).post(address, {"reason": "I don't like it"}).status_code == 403
    answer = as_user(keeper).post(address, {"reason": " "})
    assert answer.status_code == 422
    with pytest.raises(ValueError, match="Say why"):
        publishing.withdraw(lesson, by=keeper, reason=" ")
    as_user(keeper).post(address, {"reason": "It names a resident."})
    lesson.refresh_from_db()
    assert (lesson.is_withdrawn, lesson.is_public) == (True, False)
    for person, reads in ((cast.gareth, False), (cast.admin, False), (cast.priya, True), (keeper, True)):
        page = as_user(person).get(lesson.get_absolute_url()).content.decode()
        assert "It names a resident." in page
        assert ("Sit at the front desk" in page) is reads
    assert "Badgers dig" not in as_user(cast.gareth).get(reverse("lessons:list")).content.decode()
    assert "Badgers dig" in as_user(cast.priya).get(reverse("lessons:list") + "?show=mine").content.decode()
    assert Client().get(reverse("lessons:public_lesson", args=[lesson.pk])).status_code == 404
    writer.drain()
    found = as_user(cast.gareth).get(reverse("search:find"), {"q": "badgers"}).content.decode()
    assert "Badgers dig" not in found
    assert Notice.objects.get(kind=telling.WITHDRAWN).person == cast.priya
    assert "It names a resident." in as_user(cast.priya).get("/notices/").content.decode()
    for act in (publishing.publish_public, publishing.withdraw_public):
        with pytest.raises(PermissionDenied):
            act(lesson, by=cast.priya)


def test_the_list_is_narrowed_by_kind_and_subject(cast: Cast, as_user: SignIn) -> None:
    make.lesson(by=cast.priya, title="Badgers dig", kind=Outcome.SUCCESS, applies_to=("gardens",), public=True)
    make.lesson(by=cast.priya, title="Hedgehogs roll up", applies_to=("roads",), public=True)
    for name in ("lessons:list", "lessons:public_list"):
        client, address = as_user(cast.gareth), reverse(name)
        for query, sees in (
            ("", (True, True)),
            ("?show=success", (True, False)),
            ("?show=failure", (False, True)),
            ("?subject=gardens", (True, False)),
            ("?subject=gardens&show=failure", (False, False)),
        ):
            page = client.get(address + query).content.decode()
            assert ("Badgers dig" in page, "Hedgehogs roll up" in page) == sees, query


def test_the_container_of_the_hall_is_held_by_staff_and_councillors(cast: Cast) -> None:
    make.lesson(by=cast.priya)
    for person, holds in ((cast.gareth, True), (cast.joan, True), (cast.marcus, False)):
        assert grants.may_see(User.objects.get(pk=person.pk), HALL) is holds
