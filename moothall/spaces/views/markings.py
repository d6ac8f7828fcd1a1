"""Marking a space OFFICIAL-SENSITIVE, and taking the marking away again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.records.marking_fields import MarkingForm
from moothall.records.markings import Marking
from moothall.spaces import permissions
from moothall.spaces.actions import markings as act
from moothall.spaces.queries import spaces as queries
from moothall.spaces.views import me, visible


def marking(request: HttpRequest, slug: str) -> HttpResponse:
    """Decide how carefully a space is handled, with a reason."""
    user, space = me(request), visible(request, slug)
    require(permissions.can_facilitate(user, space))
    form = MarkingForm(request.POST or None, initial={"marking": space.marking, "handling": space.handling})
    if request.method == "POST" and form.is_valid():
        chosen, reason = form.cleaned_data["marking"], form.cleaned_data["reason"]
        try:
            if chosen == Marking.SENSITIVE:
                act.mark_sensitive(space, by=user, handling=form.cleaned_data["handling"], reason=reason)
                messages.success(request, _("Marked. No guests, and mails say only that something is new."))
            else:
                act.take_marking_away(space, by=user, reason=reason)
                messages.success(request, _("The marking is gone. Mails follow the council’s setting again."))
            return redirect(space)
        except act.OpenToAll:
            form.add_error("marking", _("All staff and councillors read this space. Close it first, then mark it"))
        except act.GuestsNeedToGo:
            form.add_error("marking", _("Guests are in the space. Remove them first, then mark it"))
    context = {"form": form, "space": space, "sight": queries.sight(space)}
    return page(request, "spaces/marking.html", context, status=422 if form.is_bound else 200)
