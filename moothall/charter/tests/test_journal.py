"""A journal is its writer's alone: no role and no surface shows another's words."""

import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry as Act
from moothall.audit.models import Private
from moothall.charter import telling
from moothall.charter.actions import journal
from moothall.charter.models import Entry, Prompts
from moothall.charter.tests import make
from moothall.charter.tests.refusing import refused, sql
from moothall.kit import clock
from moothall.lessons.models import Lesson
from moothall.notices import queries as notices
from moothall.notices.kinds import When
from moothall.notices.models import Choice
from moothall.people import export
from moothall.people.models import Role, User
from moothall.people.tests import make as make_people
from moothall.records.tests import make_holds, make_retention
from moothall.search import writer
from tests.attacks.test_crawler import addresses, one_of_each

SignIn = Callable[[User], Client]
SECRET = "xylophagous"


@pytest.fixture
def everything(cast: Cast) -> User:
    """Somebody who holds every role there is."""
    return make_people.user("Olga All", roles=tuple(Role))


def test_an_entry_is_kept_for_its_writer(cast: Cast, as_user: SignIn) -> None:
    client, token = as_user(cast.priya), str(uuid4())
    sent = {"body": f"I was {SECRET}.\r\nTwice.", "prompts": "gibbs", "about": "charter:1", "token": token}
    answer = client.post(reverse("charter:write_entry"), sent, follow=True)
    client.post(reverse("charter:write_entry"), sent)
    assert Entry.objects.count() == 1
    shown = answer.content.decode()
    assert SECRET in shown
    assert "only you" in shown
    assert SECRET in client.get(reverse("charter:journal")).content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert client.post(reverse("charter:write_entry"), {"body": "  "}).status_code == 422


def test_the_rule_is_said_plainly_on_the_page(cast: Cast, as_user: SignIn) -> None:
    shown = as_user(cast.priya).get(reverse("charter:write_entry")).content.decode()
    assert "the council may hold them in law" in shown
    assert "you are the one who searches your journal" in shown


def test_no_role_opens_anothers_entry(cast: Cast, as_user: SignIn, everything: User) -> None:
    entry = make.entry(f"I was {SECRET}.", by=cast.priya)
    for person in (cast.admin, cast.auditor, cast.gareth, cast.marcus, everything):
        client = as_user(person)
        for name in ("entry", "edit_entry", "tear_out"):
            address = reverse(f"charter:{name}", args=[entry.pk])
            assert client.get(address).status_code == 404, (person, name)
            assert client.post(address, {"body": "x", "prompts": "own"}).status_code == 404
        with pytest.raises(PermissionDenied):
            journal.edit(entry, by=person, body="x", prompts=Prompts.OWN, about="")
        with pytest.raises(PermissionDenied):
            journal.tear_out(entry, by=person)
        assert not Entry.objects.visible_to(person).exists()
    assert Entry.objects.get().body == f"I was {SECRET}."


def test_no_page_of_the_hall_shows_it_to_anybody_else(cast: Cast, as_user: SignIn, everything: User) -> None:
    make.entry(f"I was {SECRET}.", by=cast.priya)
    writer.rebuild()
    found = [
        *one_of_each(addresses(junk=False), but="/charter/"),
        f"/find/?q={SECRET}",
        f"/people/{cast.priya.handle}/",
        "/audit/?person=Priya",
    ]
    for person in (everything, cast.auditor, cast.gareth):
        client = as_user(person)
        client.raise_request_exception = False
        for address in found:
            answer = client.get(address)
            if answer.status_code == 302 and "login" in answer.headers["Location"]:  # an address may end the visit
                client = as_user(person)
                client.raise_request_exception = False
                answer = client.get(address)
            told = answer.getvalue().decode("utf-8", "replace").replace(f"q={SECRET}", "")
            told = told.replace(f'value="{SECRET}"', "").replace(f"“{SECRET}”", "")
            assert SECRET not in told, (person, address)


def test_it_is_in_no_record_of_acts_no_search_and_no_copy_for_others(cast: Cast, as_user: SignIn) -> None:
    entry = make.entry(f"I was {SECRET}.", by=cast.priya, about="charter:1")
    journal.edit(entry, by=cast.priya, body=f"Very {SECRET}.", prompts=Prompts.OWN, about="charter:1")
    writer.rebuild()
    for act in Act.objects.filter(verb__startswith="journal."):
        assert (act.object_type, act.object_id, act.details) == ("", "", {})
    assert not Private.objects.filter(entry__verb__startswith="journal.").exists()
    assert 'class="hit"' not in as_user(cast.priya).get(f"/find/?q={SECRET}").content.decode()
    for own, there in ((True, True), (False, False)):
        with export.zipped(cast.priya, own=own) as file, zipfile.ZipFile(file) as copy:
            words = "".join(copy.read(name).decode() for name in copy.namelist())
            assert (SECRET in words) is there
            if own:
                assert len(json.loads(copy.read("journal.json"))) == 1


def test_an_entry_never_becomes_anothers(cast: Cast) -> None:
    entry = make.entry(by=cast.priya)
    assert "its writer" in refused(lambda: Entry.objects.filter(pk=entry.pk).update(writer=cast.gareth))
    refused(sql("UPDATE charter_entry SET writer_id = %s", cast.gareth.pk))
    refused(lambda: Entry.objects.create(writer=cast.priya, body=""))
    refused(lambda: Entry.objects.create(writer=cast.priya, body="x", about="not a thing"))


def test_a_token_of_anothers_form_opens_nothing(cast: Cast) -> None:
    token = uuid4()
    journal.write(by=cast.priya, body=SECRET, token=token)
    with pytest.raises(PermissionDenied):
        journal.write(by=cast.gareth, body="x", token=token)


def test_hostile_words_stay_words(cast: Cast, as_user: SignIn) -> None:
    bad = "<img src=x onerror=alert(1)>"
    entry = make.entry(bad, by=cast.priya)
    client = as_user(cast.priya)
    for address in (
        entry.get_absolute_url(),
        reverse("charter:journal"),
        reverse("charter:edit_entry", args=[entry.pk]),
    ):
        assert bad not in client.get(address).content.decode()
    page = client.get(reverse("charter:write_entry"), {"about": "'\"><script>", "prompts": "nonsense"})
    assert page.status_code == 200
    assert "<script>" not in page.content.decode().replace("<script src", "")
    assert client.get(reverse("charter:look_back"), {"week": "9999-99-99"}).status_code == 200
    assert client.get(reverse("charter:look_back"), {"week": "9999-12-31"}).status_code == 200


def test_what_is_torn_out_is_gone(cast: Cast, as_user: SignIn) -> None:
    entry = make.entry(by=cast.priya)
    client = as_user(cast.priya)
    client.get(reverse("charter:tear_out", args=[entry.pk]))
    assert Entry.objects.exists()
    client.post(reverse("charter:tear_out", args=[entry.pk]))
    assert not Entry.objects.exists()


def test_the_week_tells_what_one_did_and_decided_and_nothing_of_others(cast: Cast, as_user: SignIn) -> None:
    make.adopted(by=cast.admin)
    make.signature(by=cast.priya)
    make.entry(by=cast.priya)
    mine = as_user(cast.priya).get(reverse("charter:look_back")).content.decode()
    assert "signed the charter" in mine
    assert "adopted a version" not in mine
    assert "wrote in their own journal" not in mine
    week = as_user(cast.admin).get(reverse("charter:look_back")).context["week"]
    assert [each.words for each in week.decided] == ["adopted a version of the charter"]
    assert week.decided[0].thing.url


def test_the_reminder_comes_on_friday_to_those_who_chose_it(cast: Cast) -> None:
    friday = datetime(2026, 6, 5, 13, tzinfo=UTC)
    Choice.objects.create(person=cast.priya, kind=telling.LOOK_BACK, place="", when=When.NOT)
    with clock.at(friday - timedelta(days=1)):
        assert telling.weeks_over() == 0
    with clock.at(friday):
        assert telling.weeks_over() == 1
        assert telling.weeks_over() == 0
        assert notices.unread(User.objects.get(pk=cast.priya.pk)) == 1
        assert notices.unread(User.objects.get(pk=cast.gareth.pk)) == 0


def test_a_lesson_begins_with_chosen_words_and_by_choice_alone(cast: Cast, as_user: SignIn) -> None:
    entry = make.entry(f"I was {SECRET}. We asked nobody.", by=cast.priya)
    address = reverse("charter:begin_lesson", args=[entry.pk])
    for person in (cast.admin, cast.auditor, cast.gareth):
        assert as_user(person).get(address).status_code == 404
        assert as_user(person).post(address, {"kind": "failure", "title": "x", "happened": "x"}).status_code == 404
    client = as_user(cast.priya)
    assert SECRET in client.get(address).content.decode()
    assert not Lesson.objects.exists(), "looking begins nothing"
    assert client.post(address, {"kind": "failure", "title": "", "happened": "x"}).status_code == 422
    client.post(address, {"kind": "failure", "title": "Ask first", "happened": "We asked nobody."})
    lesson = Lesson.objects.get()
    assert (lesson.happened, lesson.author, lesson.is_draft) == ("We asked nobody.", cast.priya, True)
    assert Entry.objects.get().body == f"I was {SECRET}. We asked nobody."


def test_a_hold_on_the_writer_keeps_the_words_and_shows_them_to_nobody(cast: Cast, as_user: SignIn) -> None:
    keeper = make_retention.keeper()
    entry = make.entry(f"I was {SECRET}.", by=cast.priya)
    make_holds.hold(by=keeper, people=[cast.priya])
    client = as_user(cast.priya)
    client.post(reverse("charter:tear_out", args=[entry.pk]))
    answer = client.post(reverse("charter:edit_entry", args=[entry.pk]), {"body": "Nothing", "prompts": "own"})
    assert answer.status_code == 422
    assert "A hold is in force" in answer.content.decode()
    refused(lambda: Entry.objects.all().delete())
    refused(sql("UPDATE charter_entry SET body = 'x'"))
    assert Entry.objects.get().body == f"I was {SECRET}."
    assert make.entry("More.", by=cast.priya).pk, "one may go on writing"
    assert as_user(keeper).get(entry.get_absolute_url()).status_code == 404
    assert not Entry.objects.visible_to(keeper).exists()
