"""Signing the charter, taking a signature back, and asking others."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from moothall.charter import permissions
from moothall.charter.actions import invitations, signatures
from moothall.charter.forms.signing import ORGANISATION, TEAM, InviteForm, SignForm, TakeBackForm
from moothall.charter.models import Charter, Signature
from moothall.charter.queries import reading
from moothall.charter.views import me, status
from moothall.kit import throttle
from moothall.kit.htmx import page
from moothall.kit.permissions import require


def every(request: HttpRequest, number: int) -> HttpResponse:
    """Who signed a version, in their own words."""
    user = me(request)
    found = get_object_or_404(Charter.objects.adopted(), number=number)
    rows = reading.signatures(found, user, request.GET.get("after"))
    lines = [(row, permissions.can_take_back(user, row) and not hasattr(row, "withdrawal")) for row in rows.rows]
    context = {"charter": found, "lines": lines, "next_cursor": rows.next_cursor}
    return page(request, "charter/signatures.html", context)


def sign(request: HttpRequest) -> HttpResponse:
    """Sign the current version."""
    user = me(request)
    current = _current()
    council = settings.MOOTHALL_COUNCIL.name
    signed = reading.signed_already(current, user)
    form = SignForm(request.POST or None, by=user, council=council, signed=signed)
    if not form.anything:
        messages.info(request, _("You signed this version already. Here it is."))
        return redirect("charter:charter")
    if request.method == "POST" and form.is_valid() and not throttle.refused(request, form, "post"):
        given = form.cleaned_data
        try:
            signatures.sign(
                current,
                by=user,
                team=form.team if given["signatory"] == TEAM else None,
                organisation=given["signatory"] == ORGANISATION,
                words=given["words"],
                public=given["public"],
            )
        except signatures.NotCurrent:
            messages.warning(request, _("Another version was adopted meanwhile. Read it before you sign."))
            return redirect("charter:charter")
        messages.success(request, _("Signed. Now the records show how it goes; you can ask others too."))
        return redirect("charter:charter")
    commitments = current.commitments.order_by("number")
    context = {"charter": current, "commitments": commitments, "form": form}
    return page(request, "charter/sign.html", context, status=status(form))


def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a signature back."""
    user, found = me(request), _signature(request, pk)
    require(permissions.can_take_back(user, found))
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        signatures.take_back(found, by=user, why=form.cleaned_data["why"])
        messages.success(request, _("Taken back. It can be signed again at any time."))
        return redirect("charter:charter")
    return page(request, "charter/take_back.html", {"signature": found, "form": form}, status=status(form))


@require_POST
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a signature on the public page, or no longer."""
    found = _signature(request, pk)
    public = request.POST.get("public") == "yes"
    signatures.show(found, by=me(request), public=public)
    messages.success(
        request,
        _("The name stands on the public page now.") if public else _("The public page counts it without a name now."),
    )
    return redirect("charter:signatures", found.charter.number)


def invite(request: HttpRequest) -> HttpResponse:
    """Ask colleagues to sign; for another body there is the public page."""
    user = me(request)
    require(permissions.can_invite(user))
    current = _current()
    form = InviteForm(request.POST or None, by=user)
    if request.method == "POST" and form.is_valid() and not throttle.refused(request, form, "post"):
        given = form.cleaned_data
        made = len(invitations.invite(current, by=user, people=given["people"], words=given["words"]))
        if made:
            words = ngettext("{n} person is told.", "{n} people are told.", made).format(n=made)
            messages.success(request, words)
        else:
            messages.info(request, _("You asked all of them before, so nobody is told twice."))
        return redirect("charter:charter")
    public = request.build_absolute_uri(reverse("charter:public_charter"))
    context = {"charter": current, "form": form, "public_url": public}
    return page(request, "charter/invite.html", context, status=status(form))


def _current() -> Charter:
    return get_object_or_404(Charter.objects.adopted().order_by("-number")[:1])


def _signature(request: HttpRequest, pk: int) -> Signature:
    rows = Signature.objects.visible_to(me(request)).standing().select_related("charter", "person", "team", "by")
    return get_object_or_404(rows, pk=pk)
