"""The register of risks, and what the council would bear beside what it lives with."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moothall.kit import clock
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.risks import permissions
from moothall.risks.actions import scales as act
from moothall.risks.forms.register import RegisterForm
from moothall.risks.forms.scales import AppetiteForm, ScaleForm
from moothall.risks.models import Appetite, Category, Unit
from moothall.risks.queries import appetite as appetites
from moothall.risks.queries import register as registers
from moothall.risks.queries import scales as scale_queries
from moothall.risks.views.finding import me, status


def register(request: HttpRequest) -> HttpResponse:
    """What the council lives with now, across all appraisals that this person may read."""
    user = me(request)
    require(permissions.can_take_part(user))
    form = RegisterForm(request.GET, user=user)
    asked = form.asked()
    rows = registers.page_of(user, asked, request.GET.get("after"))
    context = {
        "form": form,
        "asked": asked,
        "narrowed": asked != registers.Asked(),
        "entries": registers.entries(rows.rows),
        "next_cursor": rows.next_cursor,
        "tallies": registers.tallies(user),
        "bands": registers.BANDS,
        "late": registers.late_steps(user),
        "borne": registers.borne(user),
        "decisions": registers.decisions_due(user),
        "happened": registers.happened(user),
    }
    return page(request, "risks/register.html", context)


def appetite(request: HttpRequest) -> HttpResponse:
    """For each category what the council would bear, and how what it lives with lies to that."""
    user = me(request)
    require(permissions.can_take_part(user))
    context = {"rows": appetites.beside(user), "may_set": permissions.keeps_risks(user)}
    return page(request, "risks/appetite.html", context)


def set_appetite(request: HttpRequest, category: str) -> HttpResponse:
    """Say what the council would bear in a category."""
    user = me(request)
    if category not in Category.values:
        raise Http404
    require(permissions.keeps_risks(user))
    about = Category(category)
    before = Appetite.objects.standing().filter(category=about).first()
    form = AppetiteForm(request.POST or None, initial=_initial(before))
    if request.method == "POST" and form.is_valid():
        often, rare = form.points()
        given = form.cleaned_data
        act.set_appetite(about, by=user, sentence=given["sentence"], unit=Unit(given["unit"]), often=often, rare=rare)
        messages.success(request, _("Said. What is lived with stands beside it from now on."))
        return redirect("risks:appetite")
    context = {"category": about, "form": form, "before": before}
    return page(request, "risks/appetite_set.html", context, status=status(form))


def scales(request: HttpRequest) -> HttpResponse:
    """The scales that were adopted, the newest first, with what their levels and bands mean."""
    user = me(request)
    require(permissions.can_take_part(user))
    found = scale_queries.page_of(request.GET.get("after"))
    context = {
        "scales": found.shown,
        "next_cursor": found.next_cursor,
        "may_adopt": permissions.keeps_risks(user),
    }
    return page(request, "risks/scales.html", context)


def scale_new(request: HttpRequest) -> HttpResponse:
    """Write a scale and adopt it, for appraisals that begin from now on."""
    user = me(request)
    require(permissions.keeps_risks(user))
    name = _("Scale of {month}").format(month=date_format(clock.today(), "F Y"))
    form = ScaleForm(request.POST or None, initial={"name": name})
    if request.method == "POST" and form.is_valid():
        try:
            act.adopt_scale(form.draft(), by=user)
        except ValueError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Adopted. Appraisals that begin from now on take it; it stays as it is."))
            return redirect("risks:scales")
    return page(request, "risks/scale_new.html", {"form": form}, status=status(form))


def _initial(before: Appetite | None) -> dict[str, object]:
    if before is None:
        return {}
    return {
        "sentence": before.sentence,
        "unit": before.unit,
        "often_years": _number(before.often_probability * 100),
        "often_loss": _number(before.often_loss),
        "rare_years": _number(before.rare_probability * 100),
        "rare_loss": _number(before.rare_loss),
    }


def _number(value: object) -> str:
    words = f"{value:f}"
    return words.rstrip("0").rstrip(".") if "." in words else words
