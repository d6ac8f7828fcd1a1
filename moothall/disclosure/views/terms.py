"""Under what terms requests are answered, who stands in for whom, and which days are bank holidays."""

from functools import partial

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from moothall.disclosure import permissions
from moothall.disclosure.actions import holidays as holiday_acts
from moothall.disclosure.actions import terms as act
from moothall.disclosure.bank_holidays import BadFileError
from moothall.disclosure.forms.terms import ClosureForm, CoverForm, HolidayFileForm, HolidayForm, TermsForm
from moothall.disclosure.models import Terms
from moothall.disclosure.queries import terms as queries
from moothall.disclosure.views.finding import me, status, tell
from moothall.kit import clock
from moothall.kit.htmx import page
from moothall.kit.permissions import require

SAID = (
    "body",
    "nation",
    "weekend_rule",
    "regulator",
    "regulator_address",
    "regulator_site",
    "review_days",
    "inside_days",
    "approvals",
    "hold_at_once",
    "reply_to",
)


def terms(request: HttpRequest) -> HttpResponse:
    """What holds now, what will, and what did."""
    user = me(request)
    require(permissions.can_open(user))
    context = {"standing": queries.standing(), "may": permissions.can_keep_terms(user)}
    return page(request, "disclosure/terms.html", context)


def say(request: HttpRequest) -> HttpResponse:
    """Say other terms, from a day on."""
    user = me(request)
    require(permissions.can_keep_terms(user))
    now = queries.standing().now
    form = TermsForm(request.POST or None, initial={"from_on": clock.today(), **_said(now)})
    if request.method == "POST" and form.is_valid():
        try:
            act.say(form.terms(), by=user)
        except ValidationError as error:
            for field, words in error.message_dict.items():
                form.add_error(field if field in form.fields else None, words)
        else:
            tell(request, _("Said. Open cases are counted anew under what holds today."))
            return redirect("disclosure:terms")
    return page(request, "disclosure/terms_say.html", {"form": form}, status=status(form))


def cover(request: HttpRequest) -> HttpResponse:
    """Who stands in for whom, and saying so."""
    user = me(request)
    require(permissions.can_open(user))
    officer = permissions.is_officer(user)
    form = CoverForm(request.POST or None, by=user, initial={"person": user, "first_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if given["person"] != user and not officer:
            form.add_error("person", _("Only a disclosure officer says so for somebody else. Name yourself"))
        else:
            doing = partial(act.stand_in, by=user, **given)
            try:
                doing()
            except ValueError as error:
                form.add_error(None, str(error))
            else:
                tell(request, _("Written down. What that person is asked for, the other is asked for too."))
                return redirect("disclosure:cover")
    context = {"form": form, "covers": queries.covers(user, officer=officer), "is_officer": officer}
    return page(request, "disclosure/cover.html", context, status=status(form))


def holidays(request: HttpRequest) -> HttpResponse:
    """The bank holidays of a year, as deadlines are counted on them."""
    user = me(request)
    require(permissions.can_open(user))
    today = clock.today()
    asked = request.GET.get("year", "")
    near = asked.isascii() and asked.isdecimal() and len(asked) == 4 and abs(int(asked) - today.year) <= 10
    year = int(asked) if near else today.year
    context = {
        "year": year,
        "years": range(today.year - 1, today.year + 4),
        "lines": queries.holidays(year),
        "amendments": queries.amendments(),
        "may": permissions.can_keep_holidays(user),
    }
    return page(request, "disclosure/holidays.html", context)


def change_holidays(request: HttpRequest) -> HttpResponse:
    """Proclaim a bank holiday, or say that a day is none after all; open cases are counted anew."""
    user = me(request)
    require(permissions.can_keep_holidays(user))
    form = HolidayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given, nations = form.cleaned_data, form.nations_chosen()
        doing = (
            partial(holiday_acts.proclaim, by=user, nations=nations, day=given["day"], name=given["name"])
            if given["what"] == "proclaim"
            else partial(holiday_acts.strike_out, by=user, nations=nations, day=given["day"])
        )
        try:
            kept = doing(source=given["source"])
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            tell(request, _("Open cases are counted anew.") if kept else _("It was so already: nothing changed."))
            return redirect("disclosure:holidays")
    return page(request, "disclosure/holidays_change.html", {"form": form}, status=status(form))


def import_holidays(request: HttpRequest) -> HttpResponse:
    """Take over the list that gov.uk publishes."""
    user = me(request)
    require(permissions.can_keep_holidays(user))
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = HolidayFileForm(*sent)
    if request.method == "POST" and form.is_valid():
        try:
            kept = holiday_acts.import_holidays(by=user, content=form.cleaned_data["file"])
        except (BadFileError, ValueError) as error:
            form.add_error("file", str(error))
        else:
            told = _("{n} changes. Open cases are counted anew.").format(n=len(kept))
            tell(request, told if kept else _("It says what we say already: nothing changed."))
            return redirect("disclosure:holidays")
    return page(request, "disclosure/holidays_import.html", {"form": form}, status=status(form))


def closures(request: HttpRequest) -> HttpResponse:
    """When the school is closed, as its deadlines are counted."""
    user = me(request)
    require(permissions.can_open(user))
    context = {"rows": queries.closures(), "may": permissions.can_keep_holidays(user)}
    return page(request, "disclosure/closures.html", context)


def change_closures(request: HttpRequest) -> HttpResponse:
    """Say when the school is closed, or that it is open after all; its open cases are counted anew."""
    user = me(request)
    require(permissions.can_keep_holidays(user))
    form = ClosureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        doing = holiday_acts.close_school if given["what"] == "close" else holiday_acts.open_school
        try:
            doing(by=user, first_on=given["first_on"], last_on=given["last_on"], name=given["name"])
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            tell(request, _("Open cases are counted anew."))
            return redirect("disclosure:closures")
    return page(request, "disclosure/closures_change.html", {"form": form}, status=status(form))


def _said(now: Terms) -> dict[str, object]:
    return {name: getattr(now, name) for name in SAID}
