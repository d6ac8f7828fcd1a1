"""Marking a mailbox OFFICIAL-SENSITIVE, and taking the marking away again."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.mail import permissions, queries
from moothall.mail.actions import markings as act
from moothall.mail.models import Mailbox
from moothall.people.models import User
from moothall.records.marking_fields import MarkingForm
from moothall.records.markings import Marking


def marking(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide how carefully a mailbox is handled, with a reason."""
    user = cast(User, request.user)
    box = get_object_or_404(Mailbox.objects.visible_to(user), pk=pk)
    require(permissions.can_bring_in(user, box))
    form = MarkingForm(request.POST or None, initial={"marking": box.marking, "handling": box.handling})
    if request.method == "POST" and form.is_valid():
        chosen, reason = form.cleaned_data["marking"], form.cleaned_data["reason"]
        if chosen == Marking.SENSITIVE:
            act.mark_sensitive(box, by=user, handling=form.cleaned_data["handling"], reason=reason)
            messages.success(request, _("Marked. Its threads go only into spaces that are marked too."))
        else:
            act.take_marking_away(box, by=user, reason=reason)
            messages.success(request, _("The marking is gone."))
        return redirect(box)
    context = {"form": form, "box": box, "holders": queries.holders(box)}
    return page(request, "mail/marking.html", context, status=422 if form.is_bound else 200)
