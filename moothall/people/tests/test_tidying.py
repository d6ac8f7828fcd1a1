"""Sessions that have run out are not kept, nor where they were begun."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.kit import clock
from moothall.kit.registries import periodic
from moothall.people.models import User
from moothall.people.tests.make import PASSWORD


def sign_in(person: User) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    return client


def turn() -> None:
    """What the worker does of it."""
    next(work for work in periodic if work.key == "people.sessions").run()


def test_what_has_run_out_goes_and_what_has_not_stays(cast: Cast) -> None:
    begun = clock.now()
    sign_in(cast.priya)
    stranger = SessionStore()
    stranger.set_expiry(300)
    stranger["answer"] = "A" * 1000
    stranger.save()
    with clock.at(begun + timedelta(hours=2)):
        turn()
        assert list(UserSession.objects.values_list("user", flat=True)) == [cast.priya.pk]
        assert list(Session.objects.values_list("pk", flat=True)) == [UserSession.objects.get().session_key]
    with clock.at(begun + timedelta(days=2)):
        turn()
        assert not Session.objects.exists()
        assert not UserSession.objects.exists()


def test_a_session_that_is_begun_just_now_is_not_overtaken(cast: Cast) -> None:
    UserSession.objects.create(user=cast.priya, ip="192.0.2.1", session_key="not-saved-yet", user_agent="")
    turn()
    assert UserSession.objects.exists()


def test_who_signed_out_leaves_no_trace_of_where(cast: Cast) -> None:
    sign_in(cast.priya).post(reverse("account_logout"))
    with clock.at(clock.now() + timedelta(hours=2)):
        turn()
    assert not Session.objects.exists()
    assert not UserSession.objects.exists()
