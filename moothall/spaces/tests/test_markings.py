"""OFFICIAL-SENSITIVE: who stays out, what mails and feeds carry, what stands on the pages, and who decides."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client, override_settings
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry
from moothall.kit import clock
from moothall.notices.delivery import deliver
from moothall.notices.gathering import gather
from moothall.people.models import User
from moothall.records.markings import Marking
from moothall.search import writer
from moothall.spaces.actions import feeds, markings, members
from moothall.spaces.actions import spaces as acts
from moothall.spaces.models import Membership, Openness, Space
from moothall.spaces.tests import make
from moothall.spaces.tests.conftest import Spaces

SignIn = Callable[[User], Client]


def marked(space: Space, by: User) -> Space:
    return markings.mark_sensitive(space, by=by, handling="Don’t print.", reason="Names of tenants")


def sent(client: Client, space: Space, page: str, /, **data: object) -> int:
    """What a raw form post is answered with."""
    return client.post(reverse(f"spaces:{page}", args=[space.slug]), data).status_code


@pytest.fixture
def secret(spaces: Spaces, cast: Cast) -> Space:
    """The private space, marked."""
    return marked(spaces.private, cast.priya)


def test_marking_and_taking_it_away_are_on_the_record_with_the_reason_apart(cast: Cast, secret: Space) -> None:
    markings.take_marking_away(secret, by=cast.priya, reason="Announced now")
    verbs = list(Entry.objects.order_by("seq").values_list("verb", flat=True))
    assert verbs[-2:] == ["space.marked_sensitive", "space.marking_taken_away"]
    assert "Announced" not in str(list(Entry.objects.values_list("details", flat=True)))
    space = Space.objects.get(pk=secret.pk)
    assert (space.marking, space.handling) == (Marking.OFFICIAL, "")


def test_only_facilitators_mark_by_page_and_by_verb(cast: Cast, spaces: Spaces, as_user: SignIn) -> None:
    asked = {"marking": "sensitive", "handling": "", "reason": "Because"}
    for person, answer in ((cast.gareth, 403), (cast.outsider, 404), (cast.admin, 404), (cast.marcus, 404)):
        assert sent(as_user(person), spaces.private, "marking", **asked) == answer
        for verb in (marked, _away):
            with pytest.raises(PermissionDenied):
                verb(spaces.private, person)
    assert not Space.objects.get(pk=spaces.private.pk).is_sensitive


def _away(space: Space, by: User) -> Space:
    return markings.take_marking_away(space, by=by, reason="Because")


def test_an_open_space_is_not_marked_and_the_page_says_why(cast: Cast, spaces: Spaces, as_user: SignIn) -> None:
    with pytest.raises(markings.OpenToAll):
        marked(spaces.open, cast.priya)
    asked = {"marking": "sensitive", "handling": "Lock it away", "reason": "Because"}
    answer = as_user(cast.priya).post(reverse("spaces:marking", args=[spaces.open.slug]), asked)
    assert answer.status_code == 422
    assert "Close it first" in answer.text and "Lock it away" in answer.text
    assert "never decides whether something is disclosed" in answer.text


def test_guests_go_first_and_none_comes_in_after(cast: Cast, spaces: Spaces, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    asked = {"marking": "sensitive", "handling": "", "reason": "Because"}
    answer = client.post(reverse("spaces:marking", args=[spaces.closed.slug]), asked)
    assert answer.status_code == 422 and "Guests are in the space" in answer.text
    members.remove_member(spaces.closed, by=cast.priya, user=cast.marcus)
    assert sent(client, spaces.closed, "marking", **asked) == 302
    space = Space.objects.get(pk=spaces.closed.pk)
    assert space.is_sensitive and not space.guests_allowed
    with pytest.raises(members.NotForGuests):
        members.add_member(space, by=cast.priya, user=cast.marcus)
    assert sent(client, space, "people", person=cast.marcus.email) == 422
    assert sent(client, space, "edit", name="Front Desk", purpose="To help", guests_allowed="on") == 422
    assert sent(client, space, "openness", openness="open") == 422
    with pytest.raises(acts.MarkedSensitive):
        acts.change_openness(space, by=cast.priya, openness=Openness.OPEN)
    assert not Membership.objects.filter(space=space, user=cast.marcus).exists()


def test_someone_who_left_long_ago_does_not_stand_in_the_way(cast: Cast, spaces: Spaces) -> None:
    User.objects.filter(pk=cast.marcus.pk).update(is_active=False)
    assert marked(spaces.closed, cast.priya).is_sensitive


def test_the_database_refuses_what_the_verbs_refuse(cast: Cast, spaces: Spaces, secret: Space) -> None:
    def refused(work: Callable[[], object]) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            work()

    def raw(statement: str, *values: int) -> int:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return int(cursor.rowcount)

    refused(lambda: Space.objects.filter(pk=secret.pk).update(guests_allowed=True))
    refused(lambda: Space.objects.filter(pk=secret.pk).update(openness=Openness.OPEN))
    refused(lambda: Space.objects.filter(pk=spaces.open.pk).update(marking=Marking.SENSITIVE))
    refused(lambda: Space.objects.filter(pk=spaces.private.pk).update(marking="secret"))
    refused(lambda: Space.objects.filter(pk=spaces.open.pk).update(handling="Burn after reading"))
    refused(lambda: Membership.objects.create(space=secret, user=cast.marcus))
    refused(lambda: Membership.objects.bulk_create([Membership(space=secret, user=cast.marcus)]))
    refused(lambda: Membership.objects.filter(user=cast.marcus).update(space=secret))
    refused(lambda: Membership.objects.filter(space=secret, user=cast.gareth).update(user=cast.marcus))
    refused(lambda: raw("UPDATE spaces_membership SET space_id = %s WHERE user_id = %s", secret.pk, cast.marcus.pk))
    marking = "UPDATE spaces_space SET marking = 'sensitive', guests_allowed = false WHERE id = %s"
    refused(lambda: raw(marking, spaces.closed.pk))


@override_settings(MOOTHALL_MAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend", MOOTHALL_MAIL_CONTENT="all")
def test_mails_say_only_that_something_is_new(cast: Cast, spaces: Spaces) -> None:
    """Also where it was marked after the notice was written, and in a digest."""
    talk = make.conversation(spaces.private, by=cast.priya, title="The quagga plan", body="@Gareth Pugh a quagga")
    make.post(talk, by=cast.gareth, body="A quagga indeed")
    make.post(talk, by=cast.priya, body="More quagga")
    marked(spaces.private, cast.priya)
    with clock.at((clock.now() + timedelta(days=2)).replace(hour=12)):
        gather()
        deliver()
    assert len(mail.outbox) >= 2
    for message in mail.outbox:
        written = message.message().as_string()
        for word in ("quagga", "Reorganisation", "Gareth wrote", "named you"):
            assert word not in written.partition("\n\n")[2], word
            assert word not in str(message.subject), word
        assert "/notices/" in message.body


def test_feed_readers_get_nothing_of_it(cast: Cast, spaces: Spaces) -> None:
    make.conversation(spaces.private, by=cast.gareth, title="The quagga plan", body="A quagga")
    _key, secret = feeds.make_feed_key(by=cast.gareth, label="Reader")
    of_space = reverse("spaces:space_feed", args=[secret, spaces.private.slug])
    assert "quagga" in Client().get(of_space).text
    marked(spaces.private, cast.priya)
    assert Client().get(of_space).status_code == 404
    assert "quagga" not in Client().get(reverse("spaces:feed", args=[secret])).text


def test_the_banner_and_the_sight_line_say_it_on_space_and_conversation(
    cast: Cast, secret: Space, as_user: SignIn
) -> None:
    talk = make.conversation(secret, by=cast.priya)
    client = as_user(cast.gareth)
    for address in (secret.get_absolute_url(), talk.get_absolute_url(), secret.people_url):
        assert "OFFICIAL-SENSITIVE: need to know." in client.get(address).text
    for address in (secret.get_absolute_url(), talk.get_absolute_url()):
        assert "Don’t print." in client.get(address).text


def test_a_marking_decides_nothing_about_who_finds_it(cast: Cast, spaces: Spaces, as_user: SignIn) -> None:
    make.conversation(spaces.private, by=cast.priya, title="The quagga plan", body="A quagga")
    marked(spaces.private, cast.priya)
    writer.rebuild()
    assert 'class="hit"' in as_user(cast.gareth).get("/find/?q=quagga").text
    assert 'class="hit"' not in as_user(cast.outsider).get("/find/?q=quagga").text


def test_the_reason_is_needed_and_what_was_typed_stays(cast: Cast, spaces: Spaces, as_user: SignIn) -> None:
    asked = {"marking": "sensitive", "handling": "Lock it away", "reason": ""}
    answer = as_user(cast.priya).post(reverse("spaces:marking", args=[spaces.private.slug]), asked)
    assert answer.status_code == 422 and "Lock it away" in answer.text and "Enter why" in answer.text
    assert not Space.objects.get(pk=spaces.private.pk).is_sensitive
