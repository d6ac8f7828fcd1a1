"""The charter as it stands, its versions, and writing the next one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moothall.charter import permissions
from moothall.charter.actions import charters as act
from moothall.charter.forms.charters import BorrowForm, DraftForm
from moothall.charter.models import Charter
from moothall.charter.queries import reading
from moothall.charter.views import me, status
from moothall.kit.htmx import page
from moothall.kit.pages import keyset
from moothall.kit.permissions import require

PAGE = 50


def charter(request: HttpRequest) -> HttpResponse:
    """The charter that can be signed, and who did."""
    current = Charter.objects.current()
    if current is None:
        return page(request, "charter/none.html", {"keeps": permissions.can_keep(me(request))})
    return _shown(request, current, is_current=True)


def version(request: HttpRequest, number: int) -> HttpResponse:
    """One version, as it was adopted."""
    found = get_object_or_404(Charter.objects.adopted(), number=number)
    current = Charter.objects.current()
    return _shown(request, found, is_current=permissions.is_signable(found, current))


def versions(request: HttpRequest) -> HttpResponse:
    """All that were adopted, the latest first, and the draft."""
    user = me(request)
    rows = keyset(Charter.objects.adopted(), by=("-number",), after=request.GET.get("after"), size=PAGE)
    draft = Charter.objects.drafts().first() if not user.is_guest else None
    context = {"rows": rows.rows, "next_cursor": rows.next_cursor, "draft": draft, "keeps": permissions.can_keep(user)}
    return page(request, "charter/versions.html", context)


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin the next version."""
    try:
        act.begin(by=me(request))
    except act.DraftExists:
        messages.info(request, _("The next version is begun already. Here it is."))
    return redirect("charter:draft")


def borrow(request: HttpRequest) -> HttpResponse:
    """Begin the next version from another body's charter."""
    require(permissions.can_keep(me(request)))
    form = BorrowForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act.begin(by=me(request), template=form.cleaned_data["text"])
        except act.DraftExists:
            messages.info(request, _("The next version is begun already. Give that draft up first."))
        else:
            messages.success(request, _("Here is a draft with their words. Make them yours before you adopt it."))
        return redirect("charter:draft")
    return page(request, "charter/borrow.html", {"form": form}, status=status(form))


def draft(request: HttpRequest) -> HttpResponse:
    """The draft of the next version: read by staff and councillors, written by administrators."""
    user = me(request)
    found = Charter.objects.drafts().first() if not user.is_guest else None
    if found is None:
        raise Http404
    words = found.wording()
    context = {
        "charter": found,
        "commitments": found.commitments.order_by("number"),
        "digest": words.digest,
        "keeps": permissions.can_keep(user),
        "wants_note": found.number > 1 and not found.note,
    }
    return page(request, "charter/draft.html", context)


def write(request: HttpRequest) -> HttpResponse:
    """Write the draft another way."""
    user = me(request)
    require(permissions.can_keep(user))
    found = get_object_or_404(Charter.objects.drafts())
    form = DraftForm.of(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act.write(found, form.words(), by=user)
        except act.Adopted:
            return _adopted_meanwhile(request)
        messages.success(request, _("Written. Nobody is asked to sign it before it is adopted."))
        return redirect("charter:draft")
    return page(request, "charter/write.html", {"charter": found, "form": form}, status=status(form))


@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """Give the draft up."""
    require(permissions.can_keep(me(request)))
    found = get_object_or_404(Charter.objects.drafts())
    try:
        act.drop(found, by=me(request))
    except act.Adopted:
        return _adopted_meanwhile(request)
    messages.success(request, _("The draft is gone. The charter stands as it was."))
    return redirect("charter:versions")


@require_POST
def adopt(request: HttpRequest) -> HttpResponse:
    """Adopt the draft as this person saw it."""
    require(permissions.can_keep(me(request)))
    found = get_object_or_404(Charter.objects.drafts())
    try:
        act.adopt(found, by=me(request), digest=request.POST.get("digest", ""))
    except act.WordingChanged:
        messages.warning(request, _("Somebody wrote in it meanwhile. Read it again before you adopt it."))
        return redirect("charter:draft")
    except act.Adopted:
        return _adopted_meanwhile(request)
    except ValueError:
        messages.warning(request, _("Say first what changed since the version before."))
        return redirect(f"{reverse('charter:write')}#id_note")
    messages.success(request, _("Adopted. It can be signed now, and its words can no longer be changed."))
    return redirect("charter:charter")


def _adopted_meanwhile(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("It was adopted meanwhile, so this stays as it is."))
    return redirect("charter:charter")


def _shown(request: HttpRequest, found: Charter, *, is_current: bool) -> HttpResponse:
    user = me(request)
    context = {
        "page": reading.page_of(found, user, is_current=is_current),
        "keeps": permissions.can_keep(user),
        "invites": permissions.can_invite(user),
        "public_url": request.build_absolute_uri(reverse("charter:public_charter")),
    }
    return page(request, "charter/charter.html", context)
