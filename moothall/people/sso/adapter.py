"""Where django-allauth asks us about single sign-on."""

import logging
from typing import Any

from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthError
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from requests import RequestException

from moothall.kit.htmx import page
from moothall.people import permissions, proof
from moothall.people.models import User
from moothall.people.sso import actions, providers
from moothall.people.sso.identity import STATUS, WHAT_NEXT, Reason, RefusedError

log = logging.getLogger(__name__)


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Providers come from the settings; who comes in is decided by `actions.recognise`, before anything is stored."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """The providers that are set."""
        found = providers.apps(settings.MOOTHALL_SSO)
        return [app for app in found if provider in {None, app.provider, app.provider_id}]

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Nothing about a person is filled in from outside."""
        user: User = sociallogin.user
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Put the person that is meant in the place of the stranger, or shut the door with a reason."""
        try:
            account = actions.recognise(sociallogin.identity, rules=settings.MOOTHALL_SSO.admission)
        except RefusedError as refused:
            log.warning("single sign-on refused: %s", refused.reason.value)
            raise ImmediateHttpResponse(refusal(request, refused.reason)) from refused
        except IntegrityError as error:  # two windows made the same newcomer at once
            raise ImmediateHttpResponse(refusal(request, Reason.BROKEN)) from error
        sociallogin.account, sociallogin.user = account, account.user

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never: newcomers are made by `recognise`."""
        return False

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: str = AuthError.UNKNOWN,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """What went wrong at or with the provider, in plain words."""
        if error == AuthError.CANCELLED:
            raise ImmediateHttpResponse(refusal(request, Reason.CANCELLED))
        raise ImmediateHttpResponse(failure(request, exception))


class Door:
    """What single sign-on adds to the account adapter: who may still use a password, and what is written down."""

    def pre_login(self, request: HttpRequest, user: User, **how: Any) -> HttpResponse | None:
        """Shut the door on a password, passkey or code of the hall's own where the settings say so."""
        by_provider = (how.get("signal_kwargs") or {}).get("sociallogin")
        if user.is_active and not by_provider and not permissions.can_sign_in_locally(user):
            clear_login(request)
            return refusal(request, Reason.LOCAL_CLOSED)
        response: HttpResponse | None = super().pre_login(request, user, **how)  # type: ignore[misc]
        return response

    def post_login(self, request: HttpRequest, user: User, **how: Any) -> HttpResponse:
        """Write down who came by which provider."""
        sociallogin = (how.get("signal_kwargs") or {}).get("sociallogin")
        if sociallogin:
            actions.note_arrival(user, by=user, provider=sociallogin.account.provider)
        response: HttpResponse = super().post_login(request, user, **how)  # type: ignore[misc]
        return response

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Ask first those whom django-allauth would let through unasked."""
        proof.demand(self.request, making=app == proof.MAKING)  # type: ignore[attr-defined]
        required: bool = super().is_reauthentication_required(app=app, **more)  # type: ignore[misc]
        return required

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, Any]]:
        """What the hall itself knows of a person; where that is nothing, their provider."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)  # type: ignore[misc]
        return methods or (proof.ways(user) if isinstance(user, User) else [])


def failure(request: HttpRequest, exception: Exception | None) -> HttpResponse:
    """A page for what went wrong between us and the provider; details go to the log, without content."""
    if isinstance(exception, RequestException):
        status = exception.response.status_code if exception.response is not None else None
        log.error("single sign-on: the provider did not answer as it should: %s %s", type(exception).__name__, status)
        return refusal(request, Reason.UNREACHABLE)
    log.warning("single sign-on could not be finished: %s", type(exception).__name__)
    return refusal(request, Reason.BROKEN)


def refusal(request: HttpRequest, reason: Reason) -> HttpResponse:
    """Why the door stayed shut, and what to do next."""
    context = {"title": reason.label, "words": WHAT_NEXT[reason], "again": reason in STATUS}
    response = page(request, "sso/refused.html", context, status=STATUS.get(reason, 403))
    response.headers["Cache-Control"] = "no-store"
    return response
