"""The first page of a hall in which nobody lives yet."""

from typing import Any

from allauth.account.views import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from moothall.kit.htmx import page
from moothall.kit.throttle import limited
from moothall.people import actions, credentials, signin
from moothall.people.forms import FoundingForm
from moothall.people.models import User


@login_not_required
@never_cache
@limited("sign_in")
def first_run(request: HttpRequest) -> HttpResponseBase:
    """Make the first administrator: whoever can read the key on the server. Gone for good once somebody lives here."""
    if User.objects.exists():
        raise Http404
    form = FoundingForm(request.POST or None, key=credentials.first_run_key())
    if request.method == "POST" and form.is_valid():
        words: dict[str, Any] = {name: form.cleaned_data[name] for name in ("name", "email", "job", "team")}
        try:
            founder = actions.found(**words)
        except actions.AlreadyFoundedError as taken:
            raise Http404 from taken
        return signin.let_in(request, founder)
    return page(request, "people/first_run.html", {"form": form}, status=422 if form.is_bound else 200)


@login_not_required
def door(request: HttpRequest) -> HttpResponseBase:
    """The sign-in page; where nobody lives yet, the first-run page instead."""
    if not _Lived.known:
        _Lived.known = User.objects.exists()
        if not _Lived.known:
            return redirect("people:first_run")
    answer: HttpResponseBase = login(request)
    return answer


class _Lived:
    """That somebody lives here is asked until it is so, and then never again."""

    known = False
