"""Naming stakeholders, and recording how they were involved."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from moothall.change.actions.stakeholders import EngagementWords, StakeholderWords
from moothall.change.models import (
    AgeGroup,
    Disposition,
    Engagement,
    EngagementStage,
    Form,
    Raci,
    Side,
    Stakeholder,
)
from moothall.change.queries import involving
from moothall.kit import clock
from moothall.kit.forms import Day, Lines, OnceForm, PlainText
from moothall.people.fields import PersonField
from moothall.people.models import Team, User
from moothall.spaces.models import Conversation

LONG = 4000  # characters of what is said at length
LEVELS = ((1, _("1, very little")), (2, _("2, little")), (3, _("3, some")), (4, _("4, much")), (5, _("5, very much")))
CHILDREN = (AgeGroup.MIXED, AgeGroup.UNDER_18)


class StakeholderForm(OnceForm):
    """Somebody whom the change touches, and where they stand."""

    name = PlainText(
        label=_("Who are they?"),
        max_length=160,
        help_text=_(
            "A group, such as “Branch libraries” or “Friends of Harrowby Library”. Name one person only if need be."
        ),
        error_messages={"required": _("Enter who they are")},
    )
    side = forms.ChoiceField(
        label=_("Where are they?"),
        choices=Side,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether they are inside or outside the organisation")},
    )
    team = forms.ModelChoiceField(
        label=_("Which team are they?"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=_("No team"),
        help_text=_("For those inside. The reach map counts by team."),
    )
    power = forms.TypedChoiceField(
        label=_("How much power have they over it?"),
        choices=(("", _("Choose one")), *LEVELS),
        coerce=int,
        error_messages={"required": _("Choose how much power they have")},
    )
    interest = forms.TypedChoiceField(
        label=_("How much does it matter to them?"),
        choices=(("", _("Choose one")), *LEVELS),
        coerce=int,
        error_messages={"required": _("Choose how much it matters to them")},
    )
    now = forms.ChoiceField(
        label=_("Where do they stand now?"),
        choices=Disposition,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose where they stand now")},
    )
    wanted = forms.ChoiceField(
        label=_("Where would you have them stand?"),
        choices=Disposition,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose where you would have them stand")},
    )
    raci = forms.ChoiceField(
        label=_("What are they to the change?"),
        choices=[("", _("Not said")), *Raci.choices],
        required=False,
        help_text=_("Exactly one is accountable: whoever answers for it in the end."),
    )
    person = PersonField(
        label=_("Who speaks for them here?"),
        required=False,
        help_text=_("Somebody who has an account: a full name, an e-mail address or a handle."),
    )
    notes = Lines(label=_("What matters to them?"), required=False, max_length=LONG)
    use_required_attribute = False

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(PersonField, self.fields["person"]).by = by
        cast(forms.ModelChoiceField[Team], self.fields["team"]).queryset = Team.objects.order_by("name", "pk")

    def clean(self) -> dict[str, Any]:
        """Only those inside are a team."""
        cleaned = super().clean() or {}
        if cleaned.get("side") == Side.EXTERNAL and cleaned.get("team"):
            self.add_error("team", _("Leave the team empty for those outside"))
        return cleaned

    def words(self) -> StakeholderWords:
        """What was written."""
        given = self.cleaned_data
        return StakeholderWords(
            name=given["name"],
            side=Side(given["side"]),
            power=given["power"],
            interest=given["interest"],
            now=Disposition(given["now"]),
            wanted=Disposition(given["wanted"]),
            raci=given["raci"],
            team=given["team"],
            person=given["person"],
            notes=given["notes"],
        )


def initial_of_stakeholder(row: Stakeholder) -> dict[str, Any]:
    """A stakeholder as the form shows them."""
    names = ("name", "side", "team", "power", "interest", "now", "wanted", "raci", "person", "notes")
    return {name: getattr(row, name) for name in names}


class EngagementForm(OnceForm):
    """How people were involved; `talks` are the conversations of the initiative's space that may be chosen."""

    stage = forms.ChoiceField(
        label=_("At which stage?"),
        choices=EngagementStage,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the stage")},
    )
    form = forms.ChoiceField(
        label=_("How?"),
        choices=Form,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how people were involved")},
    )
    asked = PlainText(
        label=_("What were they asked?"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Enter what they were asked")},
    )
    information = forms.URLField(
        label=_("Where is what they were told beforehand?"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("The address of a page or a document."),
        error_messages={"invalid": _("Enter a full address, such as https://www.example.org/plan")},
    )
    opened_on = Day(label=_("When did it open?"), error_messages={"required": _("Enter the day on which it opened")})
    closed_on = Day(label=_("When did it close?"), required=False, help_text=_("Leave it empty while it is open."))
    people_involved = forms.MultipleChoiceField(
        label=_("Who was involved?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose who was involved")},
    )
    talk = forms.ChoiceField(label=_("In which conversation of the space?"), required=False)
    talk_address = PlainText(
        label=_("Or paste the address of a conversation"),
        required=False,
        max_length=500,
        help_text=_("Open the conversation in another tab and copy its address."),
    )
    elsewhere = PlainText(
        label=_("Or where, outside this hall?"),
        required=False,
        max_length=160,
        help_text=_("Such as a platform, a school or a library. Nobody who took part needs an account here."),
    )
    people = forms.IntegerField(
        label=_("How many people took part?"),
        required=False,
        min_value=0,
        max_value=10_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-10"}),
    )
    age_group = forms.ChoiceField(label=_("How old were they?"), choices=AgeGroup, required=False)
    safeguarding_lead = PlainText(
        label=_("Who was the safeguarding lead?"),
        required=False,
        max_length=160,
        help_text=_("Needed where people under 18 took part. Leave out names of children everywhere."),
    )
    said = Lines(label=_("What did they say?"), rows=4, required=False, max_length=LONG)
    changed = Lines(label=_("What changed because of it?"), rows=3, required=False, max_length=LONG)
    unchanged_why = Lines(
        label=_("Or nothing changed, because…"), rows=3, required=False, max_length=LONG, help_text=_("One of the two.")
    )
    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        by: User,
        stakeholders: Iterable[Stakeholder],
        talks: Iterable[Conversation] = (),
        engagement: Engagement | None = None,
        locked: tuple[str, ...] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.by, self.engagement = by, engagement
        self.known = {str(each.pk): each for each in stakeholders}
        choices = [(key, each.name) for key, each in self.known.items()]
        cast(forms.MultipleChoiceField, self.fields["people_involved"]).choices = choices
        named = [(f"conversation:{each.pk}", _name_of(each)) for each in talks]
        if named:
            cast(forms.ChoiceField, self.fields["talk"]).choices = [("", _("None of these")), *named]
        else:
            del self.fields["talk"]
            self.fields["talk_address"].label = _("In which conversation?")
        for name in ("safeguarding_lead", "changed", "unchanged_why", "talk_address", "elsewhere"):
            self.fields[name].sometimes = True  # type: ignore[attr-defined]  # asked for by another answer
        for name in locked:
            del self.fields[name]

    def clean_talk_address(self) -> str:
        """The key of the conversation whose address was pasted, where this person may read it."""
        words = self.cleaned_data["talk_address"]
        if not words:
            return ""
        found = _talk_at(words, self.by)
        if found is None:
            raise ValidationError(_("Paste the address of a conversation that you can read"), code="unknown")
        return f"conversation:{found.pk}"

    def clean(self) -> dict[str, Any]:
        """In its place, in its time, with its safeguarding lead, and changed or not."""
        cleaned = super().clean() or {}
        self._in_time(cleaned)
        if cleaned.get("age_group") in CHILDREN and cleaned.get("safeguarding_lead") == "":
            self.add_error("safeguarding_lead", _("Enter who the safeguarding lead was"))
        if cleaned.get("changed") and cleaned.get("unchanged_why"):
            self.add_error("unchanged_why", _("Enter what changed, or why nothing did, not both"))
        if cleaned.get("form") == Form.CONVERSATION and not self._thing(cleaned) and "talk_address" in cleaned:
            self.add_error("talk_address", _("Say in which conversation"))
        if cleaned.get("form") == Form.POLL and "talk_address" in cleaned:
            self._with_poll(cleaned)
        elsewhere = cleaned.get("form") in {Form.MEETING, Form.VISIT, Form.PLATFORM, Form.SURVEY}
        if elsewhere and "elsewhere" in cleaned and not (cleaned["elsewhere"] or self._thing(cleaned)):
            self.add_error("elsewhere", _("Enter where it was"))
        return cleaned

    def _with_poll(self, cleaned: dict[str, Any]) -> None:
        """A poll is named by its conversation; one that this person may not read stays as it was."""
        thing = self._thing(cleaned)
        found = involving.talk(thing, self.by)
        if not thing:
            self.add_error("talk_address", _("Say in which conversation the poll was asked"))
        elif found is not None and not involving.asks(found):
            self.add_error("talk_address", _("That conversation has no poll. Choose one that has"))

    def _in_time(self, cleaned: dict[str, Any]) -> None:
        opened, closed = self._opened(cleaned), cleaned.get("closed_on")
        if opened and closed and closed < opened:
            self.add_error("closed_on", _("Enter a day that is not before it opened"))
        said = cleaned.get("said") or cleaned.get("changed") or cleaned.get("unchanged_why")
        if opened and said and opened > clock.today() and "opened_on" in cleaned:
            self.add_error("opened_on", _("People cannot have said anything yet: this day is to come"))

    def _opened(self, cleaned: dict[str, Any]) -> date | None:
        day: date | None = cleaned.get("opened_on")
        if day is None and self.engagement is not None and "opened_on" not in self.fields:
            return self.engagement.opened_on
        return day

    def _thing(self, cleaned: dict[str, Any]) -> str:
        """The conversation that was named; one that this person may not read stays as it was."""
        chosen = cleaned.get("talk_address") or cleaned.get("talk") or ""
        if chosen or self.engagement is None or not self.engagement.thing:
            return str(chosen)
        unseen = involving.talk(self.engagement.thing, self.by) is None
        return self.engagement.thing if unseen else ""

    def words(self) -> EngagementWords:
        """What was written; what is locked stays as it is."""
        given, kept = self.cleaned_data, self.engagement
        stage = given.get("stage") or (kept.stage if kept else "")
        form = given.get("form") or (kept.form if kept else "")
        opened_on = self._opened(given)
        if opened_on is None:
            raise ValueError("An engagement has a first day.")
        closed_on = given.get("closed_on", kept.closed_on if kept else None)
        return EngagementWords(
            stage=EngagementStage(stage),
            form=Form(form),
            asked=given["asked"],
            opened_on=opened_on,
            closed_on=closed_on,
            information=given["information"],
            thing=self._thing(given),
            elsewhere=given["elsewhere"],
            people=given["people"],
            age_group=given["age_group"],
            safeguarding_lead=given["safeguarding_lead"],
            said=given["said"],
            changed=given["changed"],
            unchanged_why=given["unchanged_why"],
        )

    def involved(self) -> list[Stakeholder]:
        """Those who were chosen."""
        return [self.known[key] for key in self.cleaned_data["people_involved"]]


def initial_of_engagement(row: Engagement, talks: Iterable[Conversation], by: User) -> dict[str, Any]:
    """An engagement as the form shows it; a conversation that is not offered is shown by its address."""
    names = ("stage", "form", "asked", "information", "opened_on", "closed_on", "elsewhere", "people", "age_group")
    initial = {name: getattr(row, name) for name in (*names, "safeguarding_lead", "said", "changed", "unchanged_why")}
    initial["people_involved"] = [str(pk) for pk in row.involved.values_list("stakeholder", flat=True)]
    if row.thing in {f"conversation:{each.pk}" for each in talks}:
        initial["talk"] = row.thing
    elif found := involving.talk(row.thing, by):
        initial["talk_address"] = found.get_absolute_url()
    return initial


def _name_of(talk: Conversation) -> str:
    """What a conversation is called among those that are offered."""
    if involving.asks(talk):
        return _("{title} (poll)").format(title=talk.title)
    return talk.title


def _talk_at(address: str, by: User) -> Conversation | None:
    """The conversation at an address of this hall that this person may read."""
    try:
        match = resolve(urlsplit(address.strip()).path)
    except (Resolver404, ValueError):
        return None
    pk = match.kwargs.get("pk") if match.view_name == "spaces:conversation" else None
    return involving.talk(f"conversation:{pk}", by) if pk else None
