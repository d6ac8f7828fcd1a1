"""The register of information assets: the list, one asset, describing, reviewing and ending it, and the file."""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from moothall.kit import clock, throttle
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.kit.registries import links_to
from moothall.people.models import User
from moothall.records import asset_columns, bundling, permissions
from moothall.records.actions import asset_reviews
from moothall.records.actions import assets as act
from moothall.records.asset_writing import Taken
from moothall.records.forms.assets import (
    EditAssetForm,
    EndForm,
    NewAssetForm,
    RegisterForm,
    ReviewForm,
    initial_of,
)
from moothall.records.live import live_sources
from moothall.records.models import InformationAsset
from moothall.records.queries import assets as queries
from moothall.records.queries import live as live_queries


def register(request: HttpRequest) -> HttpResponse:
    """What the council described, narrowed as asked."""
    user = _me(request)
    asked, form = _asked(request)
    rows = queries.page_of(user, asked, request.GET.get("after"))
    form.offer(queries.services(user), queries.systems(user))
    context = {
        "form": form,
        "assets": rows,
        "narrowed": any(request.GET.get(name) for name in form.fields),
        "answered": queries.answered(user),
        "today": clock.today(),
        "may_create": permissions.can_create_asset(user),
        "query": request.GET.urlencode(),
    }
    return page(request, "records/assets.html", context)


def here(request: HttpRequest) -> HttpResponse:
    """Spaces and mailboxes of this hall, which describe themselves."""
    user = _me(request)
    after = {source.key: request.GET.get(source.key) for source in live_sources}
    context = {"pages": live_queries.pages(user, after), "everything": queries.sees_everything(user)}
    return page(request, "records/assets_here.html", context)


@require_safe
@throttle.limited("export", methods=frozenset({"GET"}))
def export(request: HttpRequest) -> HttpResponseBase:
    """The register, as this person may read it and narrowed as the list is, as a CSV file."""
    user = _me(request)
    asked, _form = _asked(request)
    response = StreamingHttpResponse(
        asset_columns.register_lines(queries.in_order(user, asked)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="information-assets-{clock.today()}.csv"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def asset(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is said of one asset."""
    user = _me(request)
    found = _visible(user, pk)
    context = {
        "asset": found,
        "reviews": queries.reviews(found, request.GET.get("after")),
        "links": links_to(user, f"asset:{found.pk}"),
        "today": clock.today(),
        "may_edit": permissions.can_edit_asset(user, found),
        "may_take_out": bundling.may_export(user, f"asset:{found.pk}"),
        "may_end": permissions.can_end_asset(user, found),
    }
    return page(request, "records/asset.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """Describe an asset."""
    user = _me(request)
    require(permissions.can_create_asset(user))
    form = NewAssetForm(request.POST or None, by=user)
    if request.method == "POST" and form.is_valid():
        try:
            made = act.create_asset(by=user, said=form.said(), token=form.cleaned_data["token"])
        except Taken:
            form.add_error("identifier", _taken())
        else:
            messages.success(request, _("The asset stands in the register."))
            return redirect(made)
    context = {"form": form, "services": queries.services(user)}
    return page(request, "records/asset_new.html", context, status=422 if form.is_bound else 200)


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is said of an asset."""
    user = _me(request)
    found = _visible(user, pk)
    require(permissions.can_edit_asset(user, found))
    initial = initial_of(found) | {"seen": found.changed_at.isoformat()}
    form = EditAssetForm(request.POST or None, initial=initial, by=user, rule=found.retention_rule)
    if request.method == "POST" and form.is_valid():
        try:
            act.edit_asset(found, by=user, said=form.said(), seen=form.cleaned_data["seen"])
        except Taken:
            form.add_error("identifier", _taken())
        except act.ChangedMeanwhile:
            words = _("Somebody else changed this asset meanwhile. Look at it in another tab, then save again")
            form.add_error(None, words)
            form.data = _with(form.data, seen=found.changed_at.isoformat())
        else:
            messages.success(request, _("Saved."))
            still = InformationAsset.objects.visible_to(user).filter(pk=found.pk).exists()
            return redirect(found if still else "records:assets")
    context = {"form": form, "asset": found, "services": queries.services(user)}
    return page(request, "records/asset_edit.html", context, status=422 if form.is_bound else 200)


def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that an asset was looked over."""
    user = _me(request)
    found = _visible(user, pk)
    require(permissions.can_edit_asset(user, found))
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asset_reviews.review_asset(found, by=user, **form.cleaned_data)
        messages.success(request, _("Thank you. You are reminded two weeks before it is due again."))
        return redirect(found)
    return page(request, "records/asset_review.html", {"form": form, "asset": found}, status=_status(form))


def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that an asset is no longer held."""
    user = _me(request)
    found = _visible(user, pk)
    require(permissions.can_end_asset(user, found))
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act.end_asset(found, by=user, **form.cleaned_data)
        messages.success(request, _("The register says that it is no longer held. What was said of it stays."))
        return redirect(found)
    return page(request, "records/asset_end.html", {"form": form, "asset": found}, status=_status(form))


def _me(request: HttpRequest) -> User:
    """Who is asking: staff or a councillor."""
    user = cast(User, request.user)
    require(permissions.can_look_into_records(user))
    return user


def _visible(user: User, pk: int) -> InformationAsset:
    found = queries.asset(user, pk)
    if found is None:
        raise Http404
    return found


def _asked(request: HttpRequest) -> tuple[queries.Asked, RegisterForm]:
    """What the address asks for; a choice that there is not narrows nothing."""
    form = RegisterForm(request.GET)
    form.is_valid()
    asked: Mapping[str, Any] = form.cleaned_data
    system = asked.get("system")
    return (
        queries.Asked(
            text=asked.get("q", ""),
            service=asked.get("service", ""),
            system=system or None,
            nowhere=system == 0,
            personal=asked.get("personal", ""),
            care=asked.get("care", ""),
            ended=asked.get("show") == "ended",
        ),
        form,
    )


def _taken() -> str:
    return _("Another asset has this identifier, perhaps one that you can’t see. Choose another")


def _status(form: ReviewForm | EndForm) -> int:
    return 422 if form.is_bound else 200


def _with(data: Any, **changes: str) -> Any:
    changed = data.copy()
    for name, value in changes.items():
        changed[name] = value
    return changed
