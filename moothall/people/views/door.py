"""The way in of a new starter: the invitation, a passkey or a password, and a few words about oneself."""

from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.templatekit import get_entrance_context_data
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.kit.throttle import limited
from moothall.people import actions, credentials, permissions, proof, signin, welcome
from moothall.people.forms import FirstPasswordForm, ProfileForm
from moothall.people.models import User, WayIn
from moothall.people.models.ways_in import nonce_of


@login_not_required
@never_cache
@limited("sign_in")
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """An invitation's page. Looking at it uses nothing up, as mail scanners look; the button does."""
    nonce = nonce_of(token)
    ways = WayIn.objects.open().filter(form="link").select_related("user")
    way = ways.filter(nonce=nonce).first() if nonce else None
    if way is None:
        return page(request, "people/invitation_closed.html", status=404)
    if request.method == "POST" or not permissions.can_sign_in_locally(way.user):
        return signin.open_door(request, way)
    return page(request, "people/invitation.html", {"way": way, **get_entrance_context_data(request)})


def begin(request: HttpRequest) -> HttpResponse:
    """Where a new starter goes on: the first step that is not done, or the desk."""
    return redirect(welcome.first_url(cast(User, request.user)))


class Passkey(AddWebAuthnView):  # type: ignore[misc]
    """Make the passkey that opens the door from now on."""

    template_name = "people/welcome_passkey.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Go on if there is a passkey or password already."""
        if credentials.has_any(cast(User, request.user)):
            return redirect(welcome.place(cast(User, request.user), "passkey").next_url)
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Ask the phone for a key that it keeps, unlocked by face, finger or PIN."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["form"] = kwargs.get("form") or self.get_form()
        context["js_data"] = {"creation_options": webauthn.begin_registration(self.request.user, True)}
        context["place"] = welcome.place(cast(User, self.request.user), "passkey")
        return context

    def get_success_url(self) -> str:
        """The next step."""
        return welcome.place(cast(User, self.request.user), "passkey").next_url


passkey = never_cache(Passkey.as_view())


@reauthentication_required(app=proof.MAKING)  # type: ignore[untyped-decorator]
def password(request: HttpRequest) -> HttpResponse:
    """Choose the first password, where a phone can hold no passkey."""
    user = cast(User, request.user)
    require(not user.has_usable_password())
    form = FirstPasswordForm(request.POST or None, person=user)
    place = welcome.place(user, "passkey")
    if request.method == "POST" and form.is_valid():
        changed = actions.choose_password(user, by=user, password=form.cleaned_data["password"])
        update_session_auth_hash(request, changed)
        return redirect(place.next_url)
    context = {"form": form, "place": place}
    return page(request, "people/welcome_password.html", context, status=422 if form.is_bound else 200)


def profile(request: HttpRequest) -> HttpResponse:
    """Say what one does, on the way in."""
    user = cast(User, request.user)
    place = welcome.place(user, "profile")
    form = ProfileForm(request.POST or None, initial={"job": user.job, "ask_about": user.ask_about})
    if request.method == "POST" and form.is_valid():
        actions.edit_profile(user, by=user, **form.cleaned_data)
        return redirect(place.next_url)
    context = {"form": form, "place": place, "back": reverse("people:welcome")}
    return page(request, "people/welcome_profile.html", context, status=422 if form.is_bound else 200)
