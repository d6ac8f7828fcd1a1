"""Coming in, the directory, profiles, and what only an administrator may do."""

import json
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import resolve

from conftest import Cast
from moothall.people import actions
from moothall.people.actions.people import RESERVED
from moothall.people.models import Role, Team, User
from moothall.people.tests import make
from moothall.people.urls import urlpatterns

SignIn = Callable[[User], Client]


def test_signing_in_leads_to_the_desk(cast: Cast) -> None:
    answer = Client().post("/account/login/", {"login": "PRIYA.raman@wexmoor.example", "password": make.PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_a_wrong_password_says_what_to_do_and_keeps_the_address(cast: Cast) -> None:
    answer = Client().post("/account/login/", {"login": cast.priya.email, "password": "wrong-but-long"})
    page = answer.content.decode()
    assert "Check both and try again" in page
    assert cast.priya.email in page


def test_guessing_is_slowed_down(cast: Cast) -> None:
    client = Client()
    for _attempt in range(8):
        answer = client.post("/account/login/", {"login": cast.priya.email, "password": "wrong-but-long"})
    answer = client.post("/account/login/", {"login": cast.priya.email, "password": make.PASSWORD})
    assert answer.status_code != 302 or answer.headers["Location"] != "/"


def test_nobody_signs_up_by_themselves(db: None) -> None:
    address = {"email": "me@mail.example", "password1": "long-enough-word", "password2": "long-enough-word"}
    Client().post("/account/signup/", address)
    assert not User.objects.exists()


def test_someone_who_left_cannot_come_in_and_their_session_ends(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.gareth)
    assert client.get("/people/").status_code == 200
    actions.deactivate(cast.gareth, by=cast.admin)
    assert client.get("/people/").status_code == 302


def test_a_second_step_and_a_passkey_can_be_set_up(cast: Cast, as_user: SignIn) -> None:
    page = as_user(cast.priya).get("/account/2fa/").content.decode()
    assert "Add a passkey" in page
    assert "Switch codes on" in page


def test_the_directory_finds_by_what_people_know(cast: Cast, as_user: SignIn) -> None:
    actions.edit_profile(cast.gareth, by=cast.gareth, job="Supervisor", ask_about="grit bins")
    page = as_user(cast.priya).get("/people/", {"q": "grit"}).content.decode()
    assert "Gareth Pugh" in page
    assert "Olwen Side" not in page


def test_a_guest_finds_no_stranger(cast: Cast, as_user: SignIn) -> None:
    guest = as_user(cast.marcus)
    assert "Gareth Pugh" not in guest.get("/people/").content.decode()
    assert guest.get("/people/gareth-pugh/").status_code == 404


def test_one_edits_ones_own_profile_and_no_other(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    client.post("/people/priya-raman/edit/", {"job": "Head of libraries", "ask_about": "keys"})
    assert User.objects.get(pk=cast.priya.pk).job == "Head of libraries"
    assert client.post("/people/gareth-pugh/edit/", {"job": "x"}).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.edit_profile(cast.gareth, by=cast.priya, job="x", ask_about="")


def test_what_was_typed_stays_when_it_is_refused(cast: Cast, as_user: SignIn) -> None:
    answer = as_user(cast.priya).post("/people/priya-raman/edit/", {"job": "x" * 200, "ask_about": "keys and alarms"})
    assert answer.status_code == 422
    assert "keys and alarms" in answer.content.decode()


def test_only_administrators_let_people_in(cast: Cast, as_user: SignIn) -> None:
    words = {"name": "Nia New", "email": "nia@wexmoor.example", "kind": "staff"}
    assert as_user(cast.priya).post("/people/add/", words).status_code == 403
    assert as_user(cast.admin).post("/people/add/", words).status_code == 302
    assert User.objects.get(email="nia@wexmoor.example").handle == "nia-new"
    with pytest.raises(PermissionDenied):
        actions.create_user(by=cast.priya, email="x@wexmoor.example", name="X")
    with pytest.raises(PermissionDenied):
        actions.give_role(cast.priya, by=cast.priya, role=Role.ADMINISTRATOR)


def test_two_of_one_name_get_handles_of_their_own(db: None) -> None:
    first, second = make.user("Ann Lee"), make.user("Ann Lee", email="ann2@wexmoor.example")
    assert (first.handle, second.handle) == ("ann-lee", "ann-lee2")


def test_an_address_is_lower_case_in_the_database_itself(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=cast.priya.pk).update(email="Priya@wexmoor.example")


def test_a_damaged_tree_of_teams_still_ends(db: None) -> None:
    one = make.team("One")
    two = make.team("Two", parent=one)
    Team.objects.filter(pk=one.pk).update(parent=two)
    assert len(Team.objects.get(pk=two.pk).ancestry()) == 2


def test_the_command_makes_an_administrator(db: None) -> None:
    out = StringIO()
    call_command(
        "create_user", "ann@wexmoor.example", "--name", "Ann Lee", "--role", "administrator", "--json", stdout=out
    )
    made = json.loads(out.getvalue())
    user = User.objects.get(pk=made["id"])
    assert user.has_role(Role.ADMINISTRATOR)
    assert user.check_password(made["password"])


@pytest.mark.parametrize("address", ["not an address", "priya.raman@wexmoor.example"])
def test_the_command_refuses_a_bad_or_taken_address(cast: Cast, address: str) -> None:
    with pytest.raises(CommandError):
        call_command("create_user", address, "--name", "Ann Lee")


def test_the_directory_costs_the_same_however_many_people(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.priya)

    def cost() -> int:
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as seen:
            client.get("/people/")
        return len(seen)

    few = cost()
    for number in range(15):
        make.user(f"More {number}")
    assert cost() == few <= 12


def test_no_handle_takes_an_address_of_ours(cast: Cast) -> None:
    firsts = {str(pattern.pattern).split("/")[0] for pattern in urlpatterns}
    ours = {first for first in firsts if first and "<" not in first}
    assert ours - RESERVED == set()
    for number, taken in enumerate(sorted(ours)):
        person = actions.create_user(by=None, email=f"p{number}@wexmoor.example", name=taken.replace("-", " ").title())
        assert resolve(person.get_absolute_url()).url_name == "profile", taken
