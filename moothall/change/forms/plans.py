"""Entering plans and objectives in the plans' own words, and choosing a file of them."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from moothall.change.actions.plans import ObjectiveWords, PlanWords
from moothall.change.models import Objective, ObjectiveKind, Plan, PlanKind
from moothall.files.fields import UploadsField
from moothall.files.models import Upload
from moothall.kit.forms import Day, Lines, OnceForm, PlainText
from moothall.people.models import User

UPLOAD, DOCUMENT = "plans", "plan_document"  # the kinds of upload
LONGEST_QUOTE = 4000


class Address(PlainText):
    """An address on the web."""

    default_error_messages = {"address": _("Enter an address that begins with https://")}

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "url"})
        super().__init__(max_length=500, required=False, widget=widget, **options)

    def clean(self, value: Any) -> str:
        """The address, or nothing."""
        words = str(super().clean(value) or "").strip()
        try:
            if words:
                URLValidator(schemes=["http", "https"])(words)
        except ValidationError:
            raise ValidationError(self.error_messages["address"], code="address") from None
        return words


class PlanWordsForm(OnceForm):
    """What is said of an adopted plan; the day stays once something quotes the plan."""

    kind = forms.ChoiceField(
        label=_("What sort of plan is it?"),
        choices=PlanKind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what sort of plan it is")},
    )
    title = PlainText(
        label=_("What is it called?"),
        max_length=200,
        help_text=_("As on its cover, such as “Corporate Plan 2025 to 2029”."),
        error_messages={"required": _("Enter what it is called")},
    )
    adopted_on = Day(
        label=_("On which day was it adopted?"), error_messages={"required": _("Enter the day on which it was adopted")}
    )
    valid_to = Day(
        label=_("Until which day is it valid?"), required=False, help_text=_("Leave this empty where it says no end.")
    )
    adopted_by = PlainText(
        label=_("Who adopted it?"), max_length=120, required=False, help_text=_("Such as full council or the cabinet.")
    )
    document_url = Address(label=_("Where can it be read?"), help_text=_("The address of the document."))
    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        plan: Plan | None = None,
        replaces: Plan | None = None,
        quoted: bool = False,
        **options: Any,
    ) -> None:
        if plan is not None:
            options["initial"] = {name: getattr(plan, name) for name in PlanWords.__dataclass_fields__}
        super().__init__(*args, **options)
        self.replaces = replaces
        self.fixed: date | None = plan.adopted_on if plan and quoted else None
        if self.fixed:
            del self.fields["adopted_on"]

    def clean(self) -> dict[str, Any]:
        """Valid until a day after its adoption, and adopted after the version that it replaces."""
        cleaned = super().clean() or {}
        adopted = self.fixed or cleaned.get("adopted_on")
        valid_to = cleaned.get("valid_to")
        if adopted and valid_to and valid_to < adopted:
            self.add_error("valid_to", _("Enter a day after its adoption, or leave this empty"))
        if self.replaces and adopted and adopted <= self.replaces.adopted_on:
            self.add_error("adopted_on", _("Enter a day after the one on which the version before was adopted"))
        return cleaned

    def words(self) -> PlanWords:
        """What was written."""
        given = self.cleaned_data
        return PlanWords(
            kind=PlanKind(given["kind"]),
            title=given["title"].strip(),
            adopted_on=cast(date, self.fixed or given["adopted_on"]),
            valid_to=given["valid_to"],
            adopted_by=given["adopted_by"].strip(),
            document_url=given["document_url"],
        )


class PlanForm(PlanWordsForm):
    """The same, with the document itself as a file."""

    document = UploadsField(
        label=_("The document itself"),
        help_text=_("Upload it where it has no address, or where that may not last. A PDF is best."),
        required=False,
        kind=DOCUMENT,
    )

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(UploadsField, self.fields["document"]).owner = by

    def file(self) -> Upload | None:
        """The document, where one was uploaded."""
        files: list[Upload] = self.cleaned_data["document"]
        return files[0] if files else None


class ObjectiveForm(forms.Form):
    """An outcome or objective as its plan says it; its words stay once something quotes them."""

    kind = forms.ChoiceField(
        label=_("What does the plan call it?"),
        choices=ObjectiveKind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the plan calls it")},
    )
    title = PlainText(
        label=_("In a handful of words"),
        max_length=160,
        help_text=_("How it is called in lists. This may be mended at any time."),
        error_messages={"required": _("Enter it in a handful of words")},
    )
    quote = Lines(
        label=_("The plan’s own words"),
        rows=4,
        max_length=LONGEST_QUOTE,
        error_messages={"required": _("Enter what the plan says, word for word")},
    )
    source = PlainText(
        label=_("Where does it say so?"),
        max_length=120,
        help_text=_("The page or section, such as “page 22”."),
        error_messages={"required": _("Enter the page or section where it says so")},
    )
    reference = PlainText(label=_("Its number in the plan"), max_length=20, required=False)
    parent = forms.ChoiceField(label=_("Which other one is it a part of?"), required=False)
    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        objective: Objective | None = None,
        among: Sequence[Objective] = (),
        quoted: bool = False,
        **options: Any,
    ) -> None:
        if objective is not None:
            options["initial"] = {name: getattr(objective, name) for name in ObjectiveWords.__dataclass_fields__}
        super().__init__(*args, **options)
        self.objective, self.among = objective, {str(one.pk): one for one in among}
        if objective is not None or not among:
            del self.fields["parent"]
        else:
            own = [(pk, f"{one.reference} {one.title}".strip()) for pk, one in self.among.items()]
            cast(forms.ChoiceField, self.fields["parent"]).choices = [("", _("None: it stands by itself")), *own]
        for name in ("kind", "quote", "source") if quoted else ():
            del self.fields[name]

    def words(self) -> ObjectiveWords:
        """What was written; what stays as it was quoted is taken from the row."""

        def said(name: str) -> str:
            given = self.cleaned_data[name] if name in self.cleaned_data else getattr(self.objective, name)
            return str(given).strip()

        return ObjectiveWords(
            kind=ObjectiveKind(said("kind")),
            title=said("title"),
            quote=said("quote"),
            source=said("source"),
            reference=said("reference"),
        )

    def chosen_parent(self) -> Objective | None:
        """The objective that it is a part of."""
        return self.among.get(self.cleaned_data.get("parent", ""))


class ImportForm(forms.Form):
    """Choosing the file."""

    file = UploadsField(
        label=_("CSV file"),
        help_text=_("At most 2,000 rows, the names of the columns in the first."),
        error_messages={"required": _("Choose a CSV file")},
        kind=UPLOAD,
    )

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(UploadsField, self.fields["file"]).owner = by

    def clean_file(self) -> Upload:
        """The one file."""
        files: list[Upload] = self.cleaned_data["file"]
        return files[0]
