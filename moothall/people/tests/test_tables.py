"""The administration of tables: administrators alone, for some minutes, on record, and nothing can be changed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry
from moothall.kit import clock
from moothall.people import tables
from moothall.people.models import Team, User
from moothall.people.tests.make import PASSWORD

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
USERS = "admin:people_user_changelist"


@pytest.fixture
def keeper(cast: Cast) -> Client:
    """An administrator who has just said who they are."""
    client = Client()
    client.force_login(cast.admin)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def begin(client: Client, reason: str = "A session that does not end") -> None:
    assert client.post(reverse("people:tables"), {"reason": reason})["Location"] == reverse("admin:index")


def test_it_is_not_there_for_anybody_else(cast: Cast, as_user: SignIn) -> None:
    for person in (cast.priya, cast.joan, cast.marcus, cast.auditor):
        client = as_user(person)
        for name in ("admin:index", USERS):
            assert client.get(reverse(name)).status_code == 404
    assert Client().get(reverse("admin:index")).status_code == 302


def test_an_administrator_gives_a_reason_and_each_page_is_on_record(cast: Cast, keeper: Client) -> None:
    assert keeper.get(reverse(USERS))["Location"] == reverse("people:tables")
    assert keeper.post(reverse("people:tables"), {"reason": " "}).status_code == 422
    begin(keeper)
    page = keeper.get(reverse(USERS))
    assert "Priya Raman" in page.text
    assert keeper.get(reverse("admin:people_user_change", args=[cast.priya.pk])).status_code == 200
    looked = Entry.objects.filter(verb="staff_session.looked", actor=cast.admin)
    assert [entry.details["page"] for entry in looked.order_by("seq")][:1] == [reverse(USERS)]
    assert Entry.objects.filter(verb="staff_session.opened").count() == 1


def test_it_closes_by_itself(keeper: Client) -> None:
    begin(keeper)
    assert keeper.get(reverse(USERS)).status_code == 200
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert keeper.get(reverse(USERS))["Location"] == reverse("people:tables")


def test_who_one_is_must_be_said_again(cast: Cast, as_user: SignIn) -> None:
    answer = as_user(cast.admin).get(reverse("people:tables"))
    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]


def test_it_ends_with_the_role(cast: Cast, keeper: Client) -> None:
    begin(keeper)
    cast.admin.role_holdings.all().delete()
    assert keeper.get(reverse(USERS)).status_code == 404


def test_nothing_can_be_changed_added_or_deleted(cast: Cast, keeper: Client) -> None:
    begin(keeper)
    before = list(User.objects.order_by("pk").values())
    for name, args in (("change", [cast.priya.pk]), ("delete", [cast.priya.pk]), ("add", [])):
        url = reverse(f"admin:people_user_{name}", args=args)
        assert keeper.post(url, {"name": "Changed", "is_active": "", "post": "yes"}).status_code == 403
    keeper.post(reverse(USERS), {"action": "delete_selected", "_selected_action": [cast.priya.pk], "post": "yes"})
    assert list(User.objects.order_by("pk").values()) == before
    assert Team.objects.count() == 0


def test_no_secret_and_nothing_that_people_said_is_in_it(cast: Cast, keeper: Client) -> None:
    begin(keeper)
    rooms = {model._meta.app_label for model in tables.site._registry}
    assert not rooms & {"spaces", "mail", "notices", "files", "audit", "search"}
    page = keeper.get(reverse("admin:people_user_change", args=[cast.priya.pk])).text
    assert cast.priya.password not in page


def test_every_table_opens(cast: Cast, keeper: Client) -> None:
    begin(keeper)
    for model in tables.site._registry:
        url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        assert keeper.get(url).status_code == 200, url
