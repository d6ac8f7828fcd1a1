"""Writing a benefit, giving one up, looking at where it is heading, and working on the map."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from moothall.change import permissions
from moothall.change.actions.benefits import BenefitWords
from moothall.change.models import Benefit, BenefitCategory, Measure, Node, NodeKind, Objective
from moothall.change.queries.maps import grouped
from moothall.kit.forms import Lines, OnceForm, PlainText
from moothall.people.fields import PersonField
from moothall.people.models import User

LONG = 4000  # characters of what is said at length
NUMBER = re.compile(r"[-\N{MINUS SIGN}]?[0-9]{1,12}(\.[0-9]{1,6})?")
KINDS = [(kind.value, kind.label) for kind in NodeKind if kind is not NodeKind.BENEFIT]


class Number(PlainText):
    """A number as people write it: 39, 1,250, -2.5."""

    default_error_messages = {"number": _("Enter a number, such as 39 or 2.5")}

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"})
        super().__init__(max_length=30, widget=widget, **options)

    def prepare_value(self, value: Any) -> Any:
        """Without noughts that say nothing."""
        return format(value.normalize(), "f") if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Decimal | None:
        """The number; None where nothing was entered and nothing need be."""
        words = re.sub(r"[,%£\s]", "", str(super().clean(value) or ""))
        if not words and not self.required:
            return None
        if not NUMBER.fullmatch(words):
            raise ValidationError(self.error_messages["number"], code="number")
        return Decimal(words.replace("\N{MINUS SIGN}", "-"))


class OwnerField(PersonField):
    """Somebody of the business who can own a benefit."""

    default_error_messages = {
        "technology": _("Technology does not own a benefit: name somebody of the service that gets it"),
    }

    def clean(self, value: Any) -> User | None:
        """The person, if they can own it."""
        person = super().clean(value)
        if person is not None and not permissions.can_own(person):
            raise ValidationError(self.error_messages["technology"], code="technology")
        return person


class BenefitForm(OnceForm):
    """The profile of a benefit, or of a disbenefit."""

    title = PlainText(
        label=_("What gets better, or worse?"),
        max_length=160,
        help_text=_("Begin with a word of change: “Fewer letters”, “Faster answers”, “Longer walk to the desk”."),
        error_messages={"required": _("Enter what gets better, or worse")},
    )
    disbenefit = forms.TypedChoiceField(
        label=_("Which is it?"),
        choices=(
            ("", _("A benefit: somebody is better off")),
            ("yes", _("A disbenefit: the price that somebody pays")),
        ),
        widget=forms.RadioSelect,
        required=False,
        coerce=bool,
        help_text=_("A price that is named can be made smaller."),
    )
    category = forms.ChoiceField(
        label=_("What sort of value is it?"),
        choices=BenefitCategory,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what sort of value it is")},
    )
    description = Lines(label=_("What exactly is it?"), required=False, max_length=LONG)
    owner = OwnerField(
        label=_("Who in the business owns it?"),
        required=False,
        guests=False,
        help_text=_("Staff or a councillor, never of technology: a full name, an e-mail address or a handle."),
    )
    recipients = PlainText(
        label=_("Who gets it?"), required=False, max_length=400, help_text=_("Such as “People who borrow books”.")
    )
    measure = forms.ChoiceField(
        label=_("What measures it?"),
        required=False,
        help_text=_("Measures of the objectives that this initiative serves. Baseline and target are the measure’s."),
    )
    attribution = Lines(
        label=_("How will you know that it was this change?"),
        required=False,
        max_length=LONG,
        help_text=_("Such as other teams to compare with."),
    )
    dependencies = Lines(label=_("What else must happen for it?"), required=False, max_length=LONG)
    plan = Lines(
        label=_("How does it come true?"),
        rows=4,
        required=False,
        max_length=LONG,
        help_text=_("What is done, by whom. A benefit does not come by itself."),
    )
    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        by: User,
        measures: Iterable[Measure],
        benefit: Benefit | None = None,
        locked: tuple[str, ...] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.benefit = benefit
        self.measures = {str(each.pk): each for each in measures}
        if benefit is not None and benefit.measure is not None:
            self.measures.setdefault(str(benefit.measure.pk), benefit.measure)
        cast(OwnerField, self.fields["owner"]).by = by
        choices = [(key, f"{each.title} ({each.objective})") for key, each in self.measures.items()]
        cast(forms.ChoiceField, self.fields["measure"]).choices = [("", _("None yet")), *choices]
        for name in ("owner", "recipients", "measure", "plan"):
            self.fields[name].sometimes = True  # type: ignore[attr-defined]  # delivery asks for them
        for name in locked:
            del self.fields[name]

    def words(self) -> BenefitWords:
        """What was written; what is locked stays as it is."""
        given, kept = self.cleaned_data, self.benefit
        measure = self.measures.get(given["measure"]) if "measure" in given else (kept.measure if kept else None)
        disbenefit = bool(given.get("disbenefit", kept and kept.disbenefit))
        return BenefitWords(
            title=given["title"],
            category=BenefitCategory(given["category"]),
            description=given["description"],
            disbenefit=disbenefit,
            owner=given["owner"],
            recipients=given["recipients"],
            measure=measure,
            attribution=given["attribution"],
            dependencies=given["dependencies"],
            plan=given["plan"],
        )


def initial_of_benefit(row: Benefit) -> dict[str, Any]:
    """A benefit as the form shows it."""
    names = ("title", "category", "description", "owner", "recipients", "attribution", "dependencies", "plan")
    measure = str(row.measure_id) if row.measure_id else ""
    return {
        **{name: getattr(row, name) for name in names},
        "measure": measure,
        "disbenefit": "yes" if row.disbenefit else "",
    }


class DropForm(forms.Form):
    """Giving a benefit up."""

    why = PlainText(
        label=_("Why is it given up?"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays on the map and counts as not met."),
        error_messages={"required": _("Enter why it is given up")},
    )
    use_required_attribute = False


class ReviewForm(forms.Form):
    """What its measure will stand at on the day of its target."""

    low = Number(label=_("At the lowest"), error_messages={"required": _("Enter the lowest that you expect")})
    high = Number(label=_("At the highest"), error_messages={"required": _("Enter the highest that you expect")})
    words = Lines(
        label=_("What do you base it on?"),
        max_length=LONG,
        error_messages={"required": _("Enter what you base it on")},
    )
    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """The lower number comes first."""
        cleaned = super().clean() or {}
        low, high = cleaned.get("low"), cleaned.get("high")
        if low is not None and high is not None and low > high:
            self.add_error("high", _("Enter a number that is not less than the lowest"))
        return cleaned


class NodeForm(forms.Form):
    """Something to put on the map."""

    kind = forms.ChoiceField(
        label=_("In which column?"),
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the column")},
    )
    title = PlainText(label=_("What is it?"), required=False, max_length=160, help_text=_("Not for an objective."))
    objective = forms.ChoiceField(
        label=_("Which objective?"),
        required=False,
        help_text=_("For the last column: those that this initiative serves."),
    )
    use_required_attribute = False

    def __init__(self, *args: Any, objectives: Iterable[Objective], **options: Any) -> None:
        super().__init__(*args, **options)
        self.objectives = {str(each.pk): each for each in objectives}
        if self.objectives:
            choices = [("", _("None")), *((key, each.title) for key, each in self.objectives.items())]
            cast(forms.ChoiceField, self.fields["objective"]).choices = choices
            return
        del self.fields["objective"]
        kinds = [choice for choice in KINDS if choice[0] != NodeKind.OBJECTIVE]
        cast(forms.ChoiceField, self.fields["kind"]).choices = kinds

    def clean(self) -> dict[str, Any]:
        """An objective is chosen, everything else is said."""
        cleaned = super().clean() or {}
        kind = cleaned.get("kind")
        if kind == NodeKind.OBJECTIVE and not cleaned.get("objective"):
            self.add_error("objective", _("Choose the objective"))
        if kind and kind != NodeKind.OBJECTIVE and "title" in cleaned and not cleaned["title"]:
            self.add_error("title", _("Enter what it is"))
        return cleaned

    def chosen(self) -> Objective | None:
        """The objective, where one is put on the map."""
        if self.cleaned_data["kind"] != NodeKind.OBJECTIVE:
            return None
        return self.objectives.get(self.cleaned_data.get("objective", ""))


class RetitleForm(forms.Form):
    """Calling a thing on the map something else."""

    title = PlainText(label=_("What is it?"), max_length=160, error_messages={"required": _("Enter what it is")})
    use_required_attribute = False


class JoinForm(forms.Form):
    """Saying that one thing on the map leads to another."""

    source = forms.ChoiceField(label=_("From"), error_messages={"required": _("Choose where the arrow begins")})
    target = forms.ChoiceField(label=_("To"), error_messages={"required": _("Choose where the arrow leads")})
    assumption = PlainText(
        label=_("What do you take for granted?"),
        required=False,
        max_length=400,
        help_text=_("Such as “People have time to look”. It is numbered on the map."),
    )
    use_required_attribute = False

    def __init__(self, *args: Any, nodes: list[Node], **options: Any) -> None:
        super().__init__(*args, **options)
        self.nodes = {str(each.pk): each for each in nodes}
        cast(forms.ChoiceField, self.fields["source"]).choices = grouped(nodes, ends=False)
        cast(forms.ChoiceField, self.fields["target"]).choices = grouped(nodes, ends=True)

    def clean(self) -> dict[str, Any]:
        """An arrow leads to the right."""
        cleaned = super().clean() or {}
        source, target = self.nodes.get(cleaned.get("source", "")), self.nodes.get(cleaned.get("target", ""))
        if source and target and source.rank >= target.rank:
            self.add_error(
                "target", _("Choose something further right: an arrow leads from what is done to what comes of it")
            )
        return cleaned

    def ends(self) -> tuple[Node, Node]:
        """Where the arrow begins, and where it leads."""
        return self.nodes[self.cleaned_data["source"]], self.nodes[self.cleaned_data["target"]]
