"""The records room's front page."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.people.models import User
from moothall.records.front import shown

SignIn = Callable[[User], Client]


def test_the_front_page_leads_staff_and_councillors_to_each_part(cast: Cast, as_user: SignIn) -> None:
    for person in (cast.priya, cast.joan):
        answer = as_user(person).get(reverse("records:front"))
        assert answer.status_code == 200
        for part in shown(person):
            assert reverse(part.url_name) in answer.content.decode()


def test_the_room_is_not_for_guests(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.marcus)
    assert client.get(reverse("records:front")).status_code == 403
    assert shown(cast.marcus) == []
    assert reverse("records:front") not in client.get("/").content.decode()
