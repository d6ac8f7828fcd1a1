"""Bringing a bundle in."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from moothall.files import blobs, receiving
from moothall.kit import throttle
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.records import bundling, permissions
from moothall.records.forms.bringing import BringInForm


def bring_in(request: HttpRequest) -> HttpResponse:
    """Choose a bundle; it is verified whole before anything is made of it."""
    user = cast(User, request.user)
    require(permissions.can_look_into_records(user))
    form = BringInForm(request.POST or None, request.FILES or None, by=user)
    if request.method == "POST" and form.is_valid() and not throttle.refused(request, form, "export"):
        upload = form.cleaned_data["file"]
        try:
            with blobs.open_(upload.kept) as file:
                made = bundling.bring_in(file, by=user, identifier=form.cleaned_data["identifier"])
        except bundling.Taken as taken:
            form.add_error("identifier", str(taken))
        except bundling.NotOurs as refused:
            form.add_error("file", str(refused))
        else:
            receiving.abandon(upload)
            messages.success(request, _("“{title}” is brought in. {words}").format(title=made.title, words=made.words))
            return redirect(made.url if bundling.find(user, made.token) else "records:bundles")
    context = {"form": form, "may_bring_assets": permissions.can_create_asset(user), "kinds": list(bundling.bringings)}
    return page(request, "records/bring_in.html", context, status=422 if form.is_bound else 200)
