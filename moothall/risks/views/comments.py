"""Saying something about an appraisal, a risk or an option, and letting in what the public says."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from moothall.kit import throttle
from moothall.kit.htmx import page
from moothall.kit.moderation import ModerateForm, stands
from moothall.kit.permissions import require
from moothall.risks import permissions
from moothall.risks.actions import comments as act
from moothall.risks.forms.comments import CommentForm
from moothall.risks.models import Appraisal, Comment, Option, Risk
from moothall.risks.queries import comments
from moothall.risks.views.finding import appraisal as found_appraisal
from moothall.risks.views.finding import me, status


def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that was said about an appraisal, or one risk or option of it, and a form to say more."""
    user, found = me(request), found_appraisal(request, pk)
    risk, option = _about(request, found)
    form = CommentForm(request.POST or None, initial={"differs": "differs" in request.GET})
    if request.method == "POST":
        require(permissions.can_comment(user, found))
        if form.is_valid() and not form.holds_back() and not throttle.refused(request, form, "post"):
            given = form.cleaned_data
            said = act.say(
                found,
                by=user,
                body=given["body"],
                differs=given["differs"],
                risk=risk,
                option=option,
                token=given["token"],
            )
            messages.success(request, _("Said. It stands here, and those who look after the appraisal are told."))
            return redirect(f"{comments.address(found, risk=risk, option=option)}#comment-{said.pk}")
    rows = comments.page_of(
        found, request.GET.get("after"), risk=risk, option=option, differing="differing" in request.GET
    )
    whole = risk is None and option is None
    moderates = whole and permissions.can_moderate(user, found)
    context = {
        "appraisal": found,
        "risk": risk,
        "option": option,
        "form": form,
        "rows": comments.marked(found, rows.rows),
        "next_cursor": rows.next_cursor,
        "may_comment": permissions.can_comment(user, found),
        "waiting": comments.to_moderate(found) if moderates else [],
        "kept_out": comments.kept_out(found) if moderates else [],
        "may_moderate": moderates,
    }
    return page(request, "risks/comment.html", context, status=status(form))


def moderate(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a comment of the public in, or keep it out with a reason."""
    user = me(request)
    rows = Comment.objects.filter(author=None, appraisal__in=Appraisal.objects.visible_to(user))
    found = get_object_or_404(rows.select_related("appraisal", "moderated_by"), pk=pk)
    require(permissions.can_moderate(user, found.appraisal))
    form = ModerateForm(request.POST or None, initial=_stands(found))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            act.moderate(found, by=user, let_in=given["let_in"] == "yes", seen=form.was_seen(), why=given["why"])
        except act.ModeratedMeanwhile:
            found.refresh_from_db()
            form = _look_again(request, found)
        else:
            messages.success(request, _("It is shown.") if given["let_in"] == "yes" else _("It is kept out."))
            return redirect(f"{comments.address(found.appraisal)}#comments")
    context = {"comment": found, "appraisal": found.appraisal, "form": form}
    return page(request, "risks/moderate.html", context, status=status(form))


def _stands(comment: Comment) -> dict[str, str]:
    return stands(comment.let_in, comment.moderated_why)


def _look_again(request: HttpRequest, comment: Comment) -> ModerateForm:
    """The form with what was typed, which now knows how the comment stands."""
    data = request.POST.copy()
    data["seen"] = _stands(comment)["seen"]
    form = ModerateForm(data)
    name = comment.moderated_by.name if comment.moderated_by else ""
    words = _("{name} let it in meanwhile.") if comment.let_in else _("{name} kept it out meanwhile.")
    form.add_error(None, words.format(name=name) + " " + _("Send this again if you would have it otherwise."))
    return form


def _about(request: HttpRequest, appraisal: Appraisal) -> tuple[Risk | None, Option | None]:
    """The risk or the option of this appraisal that the address names; 404 for what is not one of it."""
    risk, option = request.GET.get("risk", ""), request.GET.get("option", "")
    if risk and option:
        raise Http404
    if risk:
        return get_object_or_404(Risk, pk=_key(risk), round__appraisal=appraisal), None
    return None, get_object_or_404(Option, pk=_key(option), round__appraisal=appraisal) if option else None


def _key(words: str) -> int:
    if not (words.isascii() and words.isdecimal() and len(words) < 19):
        raise Http404
    return int(words)
