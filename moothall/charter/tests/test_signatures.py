"""Signing the charter: in one's own name, of the exact text, once; and taking it back without deleting it."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.charter.actions import invitations, signatures
from moothall.charter.models import Invitation, Signature, Withdrawal
from moothall.charter.tests import make
from moothall.charter.tests.refusing import refused, sql
from moothall.kit import clock
from moothall.notices import queries as notices
from moothall.people import actions as people
from moothall.people.models import Team, User
from moothall.people.tests import make as make_people

SignIn = Callable[[User], Client]


@pytest.fixture
def libraries(cast: Cast) -> Team:
    team = make_people.team("Libraries")
    User.objects.filter(pk=cast.priya.pk).update(team=team)
    cast.priya.refresh_from_db()
    return team


def row(by: User, **fields: Any) -> Signature:
    """A signature as a bare row, past every action."""
    charter = make.current()
    ours = {"charter": charter, "signatory": by.holder, "person": by, "by": by, "digest": charter.digest}
    return Signature(**{**ours, **fields})


def test_a_signature_names_the_exact_text(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    sent = {"signatory": "me", "words": "I will ask Highways first.", "public": ""}
    assert client.post(reverse("charter:sign"), sent, follow=True).status_code == 200
    made = Signature.objects.get()
    assert made.digest == make.current().wording().digest
    shown = as_user(cast.gareth).get(reverse("charter:charter")).content.decode()
    assert "I will ask Highways first." in shown


def test_signed_twice_is_signed_once_and_can_be_signed_again_after_it_was_taken_back(cast: Cast) -> None:
    made = make.signature(by=cast.priya)
    assert make.signature(by=cast.priya, words="Again") == made
    signatures.take_back(made, by=cast.priya, why="I could not keep it.")
    assert signatures.take_back(made, by=cast.priya).why == "I could not keep it."
    again = make.signature(by=cast.priya)
    assert (again.turn, Signature.objects.count(), Withdrawal.objects.count()) == (2, 2, 1)


def test_only_the_latest_version_is_signed(cast: Cast) -> None:
    first = make.current()
    make.signature(by=cast.gareth)
    make.adopted(by=cast.admin)
    with pytest.raises(signatures.NotCurrent):
        make.signature(by=cast.priya, charter=first)
    assert make.signature(by=cast.gareth).charter.number == 2
    assert first.signatures.count() == 1, "who signed the first version signed that"


def test_a_draft_cannot_be_signed_by_any_path(cast: Cast) -> None:
    draft = make.draft(by=cast.admin)
    with pytest.raises(signatures.NotCurrent):
        make.signature(by=cast.priya, charter=draft)
    for digest in ("", draft.wording().digest, make.current().digest):
        assert "as it reads" in refused(row(cast.priya, charter=draft, digest=digest).save)


@pytest.mark.parametrize("way", ["create", "bulk_create", "sql"])
def test_nobody_signs_another_text(cast: Cast, way: str) -> None:
    made = row(cast.priya, digest="0" * 64)
    ways: dict[str, Callable[[], object]] = {
        "create": made.save,
        "bulk_create": lambda: Signature.objects.bulk_create([made]),
        "sql": sql(
            "INSERT INTO charter_signature (charter_id, signatory, turn, person_id, by_id, words, digest, signed_at,"
            " public) VALUES (%s, %s, 1, %s, %s, '', %s, %s, %s)",
            made.charter_id,
            made.signatory,
            cast.priya.pk,
            cast.priya.pk,
            "0" * 64,
            clock.now(),
            False,
        ),
    }
    assert "as it reads" in refused(ways[way])


def test_nobody_signs_in_anothers_name(cast: Cast, libraries: Team) -> None:
    refused(row(cast.gareth, person=cast.priya, signatory=cast.priya.holder).save)
    assert "in the name of" in refused(row(cast.priya, signatory=cast.gareth.holder).save)
    assert "in the name of" in refused(row(cast.priya, signatory="organisation").save)
    with pytest.raises(PermissionDenied):
        make.signature(by=cast.gareth, team=libraries)
    with pytest.raises(PermissionDenied):
        make.signature(by=cast.gareth, organisation=True, words="Cabinet, 3 March")
    theirs = {"person": None, "team": libraries, "signatory": f"team:{libraries.pk}"}
    assert "by one of it" in refused(row(cast.gareth, **theirs).save)
    assert "by one of it" in refused(lambda: Signature.objects.bulk_create([row(cast.admin, **theirs)]))
    whole = {"person": None, "signatory": "organisation", "words": "So we say"}
    assert "an administrator signs" in refused(row(cast.gareth, **whole).save)
    make.signature(by=cast.priya, team=libraries)
    make.signature(by=cast.admin, organisation=True, words="Cabinet, 3 March 2026")
    assert Signature.objects.standing().count() == 2


def test_a_team_above_ones_own_is_not_signed_for(cast: Cast, libraries: Team, as_user: SignIn) -> None:
    branch = make_people.team("Harrowby", libraries)
    User.objects.filter(pk=cast.gareth.pk).update(team=branch)
    with pytest.raises(PermissionDenied):
        make.signature(by=User.objects.get(pk=cast.gareth.pk), team=libraries)
    shown = as_user(User.objects.get(pk=cast.gareth.pk)).get(reverse("charter:sign")).content.decode()
    assert "My team, Harrowby" in shown
    assert "Libraries; I sign" not in shown
    answer = as_user(cast.outsider).post(reverse("charter:sign"), {"signatory": "team"})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "way", ["save", "update", "bulk", "sql", "delete", "sql delete", "all", "move", "to another", "turn"]
)
def test_a_signature_stays(cast: Cast, way: str) -> None:
    made = make.signature(by=cast.priya, words="As I said")
    made.words = "As I never said"
    ways: dict[str, Callable[[], object]] = {
        "save": lambda: made.save(update_fields=["words"]),
        "update": lambda: Signature.objects.update(words="x"),
        "bulk": lambda: Signature.objects.bulk_update([made], ["words"]),
        "sql": sql("UPDATE charter_signature SET digest = %s", "0" * 64),
        "delete": made.delete,
        "sql delete": sql("DELETE FROM charter_signature"),
        "all": lambda: Signature.objects.all().delete(),
        "move": sql("UPDATE charter_signature SET signed_at = %s", clock.now()),
        "to another": lambda: Signature.objects.update(
            person=cast.gareth, by=cast.gareth, signatory=cast.gareth.holder
        ),
        "turn": lambda: Signature.objects.update(turn=2),
    }
    refused(ways[way])
    assert Signature.objects.get().words == "As I said"


def test_no_row_signs_twice(cast: Cast) -> None:
    made = make.signature(by=cast.priya)
    for turn in (1, 2, 3):
        refused(row(cast.priya, turn=turn).save)
    if connection.vendor == "sqlite":
        columns = "charter_id, signatory, turn, person_id, team_id, by_id, words, digest, signed_at, public"
        again = f"INSERT OR REPLACE INTO charter_signature (id, {columns}) SELECT id, {columns} FROM charter_signature"  # noqa: S608
        refused(sql(again))
    assert Signature.objects.get() == made


def test_what_was_taken_back_stays_so_and_is_taken_back_by_its_own(cast: Cast, libraries: Team) -> None:
    mine, ours = make.signature(by=cast.priya), make.signature(by=cast.priya, team=libraries)
    for person in (cast.gareth, cast.admin, cast.auditor):
        with pytest.raises(PermissionDenied):
            signatures.take_back(mine, by=person)
        with pytest.raises(PermissionDenied):
            signatures.show(mine, by=person, public=True)
        assert "own signature" in refused(partial(Withdrawal.objects.create, signature=mine, by=person))
        with pytest.raises(PermissionDenied):
            signatures.take_back(ours, by=person)
    User.objects.filter(pk=cast.gareth.pk).update(team=libraries)
    signatures.take_back(ours, by=User.objects.get(pk=cast.gareth.pk))
    signatures.take_back(mine, by=cast.priya)
    refused(lambda: Withdrawal.objects.all().delete())
    refused(lambda: Withdrawal.objects.update(why="x"))
    refused(sql("DELETE FROM charter_withdrawal"))
    assert Signature.objects.standing().count() == 0


def test_in_public_only_those_stand_who_said_so(cast: Cast, as_user: SignIn) -> None:
    make.signature(by=cast.priya, words="Quokka", public=False)
    shown = make.signature(by=cast.gareth, words="Wombat", public=True)
    for name in ("charter:public_charter", "charter:charter_json"):
        words = Client().get(reverse(name)).content.decode()
        assert cast.gareth.name in words
        assert "Wombat" in words
        assert cast.priya.name not in words
        assert "Quokka" not in words
    assert "2 people" in Client().get(reverse("charter:public_charter")).content.decode()
    client = as_user(cast.gareth)
    client.post(reverse("charter:show", args=[shown.pk]), {"public": "no"})
    assert cast.gareth.name not in Client().get(reverse("charter:public_charter")).content.decode()
    assert as_user(cast.priya).post(reverse("charter:show", args=[shown.pk]), {"public": "yes"}).status_code == 403


def test_who_leaves_is_no_longer_named_in_public_but_did_sign(cast: Cast) -> None:
    make.signature(by=cast.gareth, public=True)
    people.deactivate(cast.gareth, by=cast.admin)
    assert cast.gareth.name not in Client().get(reverse("charter:public_charter")).content.decode()
    assert Signature.objects.standing().count() == 1


def test_a_guest_signs_and_sees_the_names_they_may_know(cast: Cast, as_user: SignIn) -> None:
    make.signature(by=cast.priya)
    make.signature(by=cast.gareth, public=True)
    make.signature(by=cast.marcus)
    page = as_user(cast.marcus).get(reverse("charter:signatures", args=[1])).content.decode()
    assert cast.marcus.name in page
    assert cast.gareth.name in page
    assert cast.priya.name not in page
    assert cast.priya.name not in as_user(cast.marcus).get(reverse("charter:charter")).content.decode()


def test_an_invitation_tells_once_and_is_dealt_with_by_signing(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    sent = {"people": f"{cast.gareth.name}\n@{cast.joan.handle}", "words": "It helped me."}
    client.post(reverse("charter:invite"), sent)
    client.post(reverse("charter:invite"), sent)
    assert Invitation.objects.count() == 2
    assert notices.unread(User.objects.get(pk=cast.gareth.pk)) == 1
    make.signature(by=cast.gareth)
    assert notices.unread(User.objects.get(pk=cast.gareth.pk)) == 0
    refused(lambda: Invitation.objects.all().delete())
    refused(lambda: Invitation.objects.update(words="x"))
    refused(lambda: Invitation.objects.create(charter=make.current(), inviter=cast.joan, invited=cast.joan))


def test_an_invitation_names_people_it_can_find(cast: Cast, as_user: SignIn) -> None:
    answer = as_user(cast.priya).post(reverse("charter:invite"), {"people": f"{cast.gareth.name}\nNobody Here"})
    assert answer.status_code == 422
    assert "Nobody Here" in answer.content.decode()
    assert not Invitation.objects.exists()
    assert as_user(cast.priya).post(reverse("charter:invite"), {"people": cast.priya.name}).status_code == 422
    assert as_user(cast.marcus).get(reverse("charter:invite")).status_code == 403
    with pytest.raises(PermissionDenied):
        invitations.invite(make.current(), by=cast.marcus, people=[cast.gareth], words="")


def test_pages_cost_the_same_however_many_sign(cast: Cast, as_user: SignIn) -> None:
    def pages() -> list[int]:
        client, counts = as_user(cast.gareth), []
        for address in (
            reverse("charter:charter"),
            reverse("charter:signatures", args=[1]),
            reverse("charter:public_charter"),
        ):
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            counts.append(len(asked))
        return counts

    for number in range(3):
        make.signature(by=make_people.user(f"Colleague {number}"), words=f"Word {number}", public=True)
    before = pages()
    for number in range(3, 9):
        make.signature(by=make_people.user(f"Colleague {number}"), words=f"Word {number}", public=True)
    assert pages() == before
    assert max(before) <= 16
