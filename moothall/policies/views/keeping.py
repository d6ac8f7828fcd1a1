"""Beginning a policy, and looking after what is said of it besides its words."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.policies import permissions
from moothall.policies.actions import policies as act
from moothall.policies.forms.keeping import (
    AudienceForm,
    BuildsOnForm,
    CreateForm,
    OwnerForm,
    ReviewForm,
    WithdrawForm,
)
from moothall.policies.models import Genre, Language, Policy
from moothall.policies.views import me, visible


def create(request: HttpRequest) -> HttpResponse:
    """Begin a policy; its text comes next."""
    user = me(request)
    require(permissions.can_create(user))
    form = CreateForm(request.POST or None, by=user, initial={"owner": user, "genre": Genre.POLICY})
    if request.method != "POST" or not form.is_valid():
        return page(request, "policies/new.html", {"form": form}, status=422 if form.is_bound else 200)
    given = form.cleaned_data | {"genre": Genre(form.cleaned_data["genre"])}
    made = act.create(by=user, **given)
    if not permissions.can_change(user, made):
        messages.success(request, _("The policy is begun, and its owner is told."))
        return redirect("policies:draft", slug=made.slug)
    messages.success(request, _("The policy is begun. Write its text in numbered clauses."))
    return redirect("policies:write", slug=made.slug, language=Language.ENGLISH)


def owner(request: HttpRequest, slug: str) -> HttpResponse:
    """Name who answers for a policy."""
    user, found = me(request), visible(request, slug)
    require(permissions.can_look_after(user, found))
    form = OwnerForm(request.POST or None, by=user, initial={"owner": found.owner})
    return _kept(request, found, form, "owner", lambda given: act.set_owner(found, by=user, **given))


def review(request: HttpRequest, slug: str) -> HttpResponse:
    """Say when a policy is looked at again, and what the review found."""
    user, found = me(request), visible(request, slug)
    require(permissions.can_change(user, found))
    form = ReviewForm(request.POST or None)
    return _kept(request, found, form, "review", lambda given: act.set_review(found, by=user, **given))


def audience(request: HttpRequest, slug: str) -> HttpResponse:
    """Say for whom a policy is."""
    user, found = me(request), visible(request, slug)
    require(permissions.can_change(user, found))
    held = [each.holder for each in found.audience.all()]
    form = AudienceForm(request.POST or None, by=user, held=held)
    return _kept(
        request, found, form, "audience", lambda given: act.set_audience(found, by=user, holders=form.holders())
    )


def builds_on(request: HttpRequest, slug: str) -> HttpResponse:
    """Say on which policies this one builds, and where it narrows them."""
    user, found = me(request), visible(request, slug)
    require(permissions.can_change(user, found))
    relations = list(found.builds_on.order_by("pk"))
    form = BuildsOnForm(request.POST or None, policy=found, relations=relations, by=user)
    if request.method == "POST" and form.is_valid():
        try:
            act.set_builds_on(found, by=user, parents=form.parents())
        except act.RunsInACircle:
            form.add_error("add", _("That policy builds on this one, directly or in turn. Choose another"))
    return _kept(request, found, form, "builds_on", None)


def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """End a policy for a reason that everyone can read."""
    user, found = me(request), visible(request, slug)
    require(permissions.can_change(user, found))
    form = WithdrawForm(request.POST or None)
    return _kept(request, found, form, "withdraw", lambda given: act.withdraw(found, by=user, **given))


@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a policy on the public site with its history, or take it off."""
    user, found = me(request), visible(request, slug)
    published = "unpublish" not in request.POST
    act.publish(found, by=user, published=published)
    if published:
        messages.success(request, _("Anyone can read it on the public site now, with its earlier versions."))
    else:
        messages.success(request, _("It is no longer on the public site."))
    return redirect(found)


def _kept(
    request: HttpRequest,
    policy: Policy,
    form: forms.Form,
    name: str,
    keep: Callable[[dict[str, Any]], object] | None,
) -> HttpResponse:
    """Show a form, or keep what it says and go back to the policy."""
    if request.method == "POST" and form.is_valid():
        if keep is not None:
            keep(form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(_back(policy))
    context = {"policy": policy, "form": form, "back": _back(policy)}
    return page(request, f"policies/{name}.html", context, status=422 if form.is_bound else 200)


def _back(policy: Policy) -> str:
    """The policy's page, or its draft where that is what is worked on."""
    drafted = getattr(policy, "draft", None) is not None and not policy.is_withdrawn
    return reverse("policies:draft", args=[policy.slug]) if drafted else policy.get_absolute_url()
