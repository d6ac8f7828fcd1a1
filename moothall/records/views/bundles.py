"""Taking things out of the hall, and records."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from moothall import notices
from moothall.files import serve
from moothall.kit.htmx import page
from moothall.kit.pages import keyset
from moothall.kit.permissions import require
from moothall.kit.text import plain
from moothall.kit.throttle import limited
from moothall.people.models import User
from moothall.records import bundling
from moothall.records.actions import bundles as act
from moothall.records.forms.bundles import BundleForm, DeclareForm
from moothall.records.models import Bundle, DeclaredRecord

PAGE = 40


def every(request: HttpRequest) -> HttpResponse:
    """What I took out, and the records that I may read."""
    user = cast(User, request.user)
    require(not user.is_guest)
    mine = Bundle.objects.visible_to(user).order_by("-asked_at", "-pk")[:20]
    rows = DeclaredRecord.objects.visible_to(user).select_related("declared_by")
    records = keyset(rows, by=("-declared_at", "-pk"), after=request.GET.get("after"), size=PAGE)
    return page(request, "records/bundles.html", {"bundles": mine, "records": records})


@limited("export")
def ask(request: HttpRequest) -> HttpResponse:
    """Have something written out whole."""
    user = cast(User, request.user)
    thing = _thing(request, user)
    require(bundling.may_export(user, thing.token))
    form = BundleForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "thing": thing}
        return page(request, "records/bundle_form.html", context, status=422 if form.is_bound else 200)
    bundle = act.ask_for_bundle(by=user, thing=thing.token, reason=form.cleaned_data["reason"])
    messages.success(request, _("It is being written. You are told when it is there; you may leave this page."))
    return redirect(bundle)


def bundle(request: HttpRequest, pk: int) -> HttpResponse:
    """One bundle: whether it is there, and how to check it."""
    user = cast(User, request.user)
    found = get_object_or_404(Bundle.objects.visible_to(user), pk=pk)
    notices.read(user, act.MADE, [found.pk])
    return page(request, "records/bundle.html", {"bundle": found})


@limited("export")
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def fetch(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The zip itself; asks again who it is."""
    user = cast(User, request.user)
    found = get_object_or_404(Bundle.objects.visible_to(user).select_related("blob"), pk=pk)
    if request.method != "POST":
        return redirect(found)
    if not found.can_be_fetched or found.blob is None or not bundling.may_export(user, found.thing):
        raise Http404
    act.note_fetched(found, by=user)
    return serve.download(found.blob, name=found.file_name, content_type="application/zip")


def declare(request: HttpRequest) -> HttpResponse:
    """Fix something as a record."""
    user = cast(User, request.user)
    require(not user.is_guest)
    thing = _thing(request, user)
    form = DeclareForm(request.POST or None, assets=bundling.assets_for(user))
    if request.method == "POST" and form.is_valid():
        try:
            record = act.declare(by=user, thing=thing.token, **form.cleaned_data)
        except act.TooLarge as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("It is kept as a record, as it is now. The original goes on as before."))
            return redirect(record)
    context = {"form": form, "thing": thing}
    return page(request, "records/declare.html", context, status=422 if form.is_bound else 200)


def record(request: HttpRequest, pk: int) -> HttpResponse:
    """One record: what it is of, why it is kept, and its bytes."""
    user = cast(User, request.user)
    found = get_object_or_404(DeclaredRecord.objects.visible_to(user).select_related("declared_by"), pk=pk)
    context = {"record": found, "thing": bundling.find(user, found.thing), "asset": bundling.find(user, found.asset)}
    return page(request, "records/record.html", context)


@limited("export")
def fetch_record(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A record's bytes."""
    user = cast(User, request.user)
    found = get_object_or_404(DeclaredRecord.objects.visible_to(user).select_related("blob"), pk=pk)
    name = f"record-{found.pk}-{found.thing.replace(':', '-')}.zip"
    return serve.download(found.blob, name=name, content_type="application/zip")


def _thing(request: HttpRequest, user: User) -> bundling.Thing:
    found = bundling.find(user, plain(request.GET.get("thing", ""))[:60])
    if found is None:
        raise Http404
    return found
