"""Describing an asset, reviewing one, saying that it is no longer held, and narrowing the register."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from moothall.kit import clock
from moothall.kit.forms import Day, PlainText
from moothall.people.fields import PersonField
from moothall.people.models import User
from moothall.records.asset_fields import NAMES, AssetFields
from moothall.records.markings import LONGEST, Marking
from moothall.records.models import (
    Criticality,
    InformationAsset,
    InformationSystem,
    LawfulBasis,
    PersonalData,
    RetentionRule,
    Searchable,
)
from moothall.records.models.assets import LONG, SHORT

IDENTIFIER = re.compile(r"[A-Z0-9][A-Z0-9 ./_-]*")


def _line(label: Any, *, most: int = SHORT, required: bool = False, **options: Any) -> PlainText:
    return PlainText(label=label, max_length=most, required=required, **options)


class Words(PlainText):
    """A few lines, with one kind of line end."""

    def __init__(self, label: Any, *, rows: int = 2, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(
            label=label, max_length=LONG, required=options.pop("required", False), widget=widget, **options
        )

    def to_python(self, value: Any) -> str:
        """Browsers send CR LF."""
        return str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


def _choice(label: Any, choices: Any, *, empty: Any = None, **options: Any) -> forms.ChoiceField:
    listed = [("", empty), *choices.choices] if empty else choices.choices
    words = {"invalid_choice": _("Choose one of the answers")}
    return forms.ChoiceField(label=label, choices=listed, required=not empty, error_messages=words, **options)


@dataclass(frozen=True)
class Choices:
    """What can be chosen of other registers, asked once where many forms are filled in."""

    systems: list[tuple[int, str]]
    rules: list[tuple[int, str]]

    @classmethod
    def of(cls, by: User) -> "Choices":
        """The systems that a person may look up, and the rules in force, by name."""
        systems = InformationSystem.objects.visible_to(by).order_by("name").values_list("pk", "name")
        rules = RetentionRule.objects.visible_to(by).current().order_by("reference")
        return cls(list(systems), [(rule.pk, str(rule)) for rule in rules])


class AssetForm(forms.Form):
    """Everything that people say of an asset."""

    identifier = _line(
        _("Identifier"),
        most=40,
        required=True,
        help_text=_("Your own number for it, such as IAR-0012. A file with this number changes this asset."),
        error_messages={"required": _("Enter an identifier")},
    )
    name = _line(_("Name"), required=True, error_messages={"required": _("Enter what the asset is called")})
    description = Words(_("What is it?"))
    purpose = Words(_("What is it for?"))
    service = _line(
        _("Service"),
        most=120,
        help_text=_("Whose asset it is, such as Libraries"),
        widget=forms.TextInput(attrs={"list": "services"}),
    )
    function = _line(_("Function or activity"), help_text=_("As your classification scheme names it"))
    form = _line(_("Form"), most=120, help_text=_("Paper, database, photographs…"))
    owner = PersonField(
        label=_("Owner"),
        guests=False,
        required=False,
        help_text=_("Who answers for it: a full name, an e-mail address or a handle. Empty: the records managers do."),
    )
    custodian = PersonField(
        label=_("Custodian"), guests=False, required=False, help_text=_("Who looks after it from day to day")
    )
    system_id = forms.TypedChoiceField(
        label=_("System"),
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": _("Choose a system that stands under “May I use…”, or leave it empty")},
    )
    location = _line(_("Where is it kept?"), help_text=_("Where no system says it: a shared drive, a room, a shelf"))
    volume = _line(_("How much is there?"), help_text=_("Records, gigabytes, boxes"))
    covers_from = Day(label=_("It covers from"), required=False)
    covers_to = Day(label=_("It covers until"), required=False)
    personal_data = _choice(_("Does it hold data about living people?"), PersonalData)
    personal_categories = Words(
        _("About whom, and what?"), help_text=_("For example: members of the library, their addresses and loans")
    )
    lawful_basis = _choice(_("Lawful basis"), LawfulBasis, empty=_("None named"))
    special_category = forms.BooleanField(label=_("It holds special-category data, such as health"), required=False)
    criminal_offence = forms.BooleanField(label=_("It holds criminal-offence data"), required=False)
    special_condition = _line(_("The condition that allows those"))
    record_of_processing = _line(_("Entry in the record of processing"), help_text=_("Its number, or its address"))
    dpia = _line(_("Data protection impact assessment"), help_text=_("Its number, or its address"))
    who_has_access = Words(_("Who can read it now?"))
    shared_with = Words(_("Whom is it shared with?"))
    contracts = _line(_("Processors and contracts"))
    value = Words(_("What is it worth?"), help_text=_("To the council and to others"))
    criticality = _choice(_("How soon would it be missed?"), Criticality)
    risks = Words(_("What could go wrong, and what is done about it?"))
    retention_rule_id = forms.TypedChoiceField(
        label=_("Retention rule"),
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": _("Choose a rule of the retention schedule, or leave it empty")},
    )
    retention = _line(_("How long is it kept?"), help_text=_("Where the schedule does not say it"))
    publication = _line(_("Class in the publication scheme"))
    reviewed_before = Day(label=_("Reviewed before it stood here, on"), required=False)
    review_by = Day(label=_("First review here by"), required=False)
    searchable = _choice(_("Can it be searched in this hall?"), Searchable)
    searchable_words = _line(_("Which part of it?"))
    coverage = forms.IntegerField(
        label=_("How much, in 100"),
        min_value=0,
        max_value=100,
        required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )
    connector = _line(_("By what is it searched?"), most=120)
    indexed_on = Day(label=_("Last indexed on"), required=False)
    marking = _choice(
        _("Marking"),
        Marking,
        help_text=_("A marking says how it is handled. It never decides whether it is disclosed."),
    )
    handling = _line(_("Handling notes"), most=LONGEST, help_text=_("Where it is OFFICIAL-SENSITIVE"))
    closed = forms.BooleanField(
        label=_("Closed: only owner, custodian, records managers, disclosure officers and auditors know of it"),
        required=False,
    )

    def __init__(
        self, *args: Any, by: User, choices: "Choices | None" = None, rule: RetentionRule | None = None, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        for name in ("owner", "custodian"):
            cast(PersonField, self.fields[name]).by = by
        known = choices or Choices.of(by)
        rules = known.rules if rule is None or rule.pk in dict(known.rules) else [*known.rules, (rule.pk, str(rule))]
        for name, listed in (("system_id", known.systems), ("retention_rule_id", rules)):
            cast(forms.TypedChoiceField, self.fields[name]).choices = [("", _("None named")), *listed]

    def clean_identifier(self) -> str:
        """In capitals, and of few signs, so that it is the same wherever it is copied."""
        identifier = str(self.cleaned_data["identifier"]).upper()
        if not IDENTIFIER.fullmatch(identifier):
            raise ValidationError(_("Use letters, digits, spaces and . / - _ and begin with a letter or a digit"))
        return identifier

    def clean(self) -> dict[str, Any]:
        """What can only be said together."""
        said = super().clean() or {}
        if said.get("personal_data") != PersonalData.YES:
            for name in ("special_category", "criminal_offence", "lawful_basis"):
                if said.get(name):
                    self.add_error(
                        "personal_data", _("Say that it holds data about living people, or leave the rest out")
                    )
                    break
        begins, ends = said.get("covers_from"), said.get("covers_to")
        if begins and ends and ends < begins:
            self.add_error("covers_to", _("Enter a day after the one it begins with"))
        if said.get("coverage") is not None and said.get("searchable") != Searchable.PART:
            self.add_error("coverage", _("Enter how much only where a part of it can be searched"))
        if said.get("handling") and said.get("marking") != Marking.SENSITIVE:
            self.add_error("handling", _("Handling notes go with OFFICIAL-SENSITIVE. Mark it, or leave them out"))
        return said

    def said(self) -> AssetFields:
        """All of it as one value."""
        return AssetFields(**{name: value for name, value in self.cleaned_data.items() if name in NAMES})

    def sections(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """The fields in groups, each with its heading."""
        for heading, names in SECTIONS:
            yield str(heading), [self[name] for name in names]


SECTIONS = (
    (_("What it is"), ("identifier", "name", "description", "purpose", "service", "function", "form")),
    (_("Who answers for it"), ("owner", "custodian")),
    (_("Where and how much"), ("system_id", "location", "volume", "covers_from", "covers_to")),
    (
        _("Data about people"),
        (
            "personal_data", "personal_categories", "lawful_basis", "special_category", "criminal_offence",
            "special_condition", "record_of_processing", "dpia",
        ),
    ),
    (_("Who has it"), ("who_has_access", "shared_with", "contracts")),
    (
        _("What it is worth, and how long it is kept"),
        (
            "value", "criticality", "risks", "retention_rule_id", "retention", "publication", "reviewed_before",
            "review_by",
        ),
    ),
    (_("Searchable here?"), ("searchable", "searchable_words", "coverage", "connector", "indexed_on")),
    (_("How it is handled"), ("marking", "handling", "closed")),
)  # fmt: skip


class NewAssetForm(AssetForm):
    """A new asset; sent twice it is made once."""

    token = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)


class EditAssetForm(AssetForm):
    """A known asset; `seen` is when it had last changed as editing began."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)


class ReviewForm(forms.Form):
    """Looking an asset over."""

    words = Words(
        _("What did you find?"),
        rows=4,
        required=True,
        help_text=_("Whether what stands here is still true, and what you changed."),
        error_messages={"required": _("Enter what you found, in a sentence or two")},
    )
    next_on = Day(
        label=_("When is it due again?"),
        ahead=True,
        error_messages={"required": _("Enter the day of the next review")},
    )


class EndForm(forms.Form):
    """Saying that an asset is no longer held."""

    on = Day(label=_("Since when?"), error_messages={"required": _("Enter the day")})
    because = _line(
        _("What became of it?"),
        required=True,
        help_text=_("Destroyed by which rule, handed to which archive, given to whom"),
        error_messages={"required": _("Enter what became of it")},
    )

    def clean_on(self) -> Any:
        """Not in time to come."""
        day = self.cleaned_data["on"]
        if day > clock.today():
            raise ValidationError(_("Enter today or a day before"))
        return day


def initial_of(asset: InformationAsset) -> dict[str, Any]:
    """What a form about an asset begins with."""
    return {name: getattr(asset, name) for name in AssetForm.base_fields}


class RegisterForm(forms.Form):
    """What the register is narrowed to; anything that cannot be meant narrows nothing."""

    q = PlainText(label=_("Words"), max_length=200, required=False)
    service = PlainText(label=_("Service"), max_length=120, required=False, widget=forms.Select)
    system = forms.IntegerField(label=_("System"), required=False, min_value=0, max_value=2**62, widget=forms.Select)
    personal = forms.ChoiceField(
        label=_("Data about people"),
        required=False,
        choices=[
            ("", _("All")),
            (PersonalData.YES, _("With data about people")),
            ("special", _("Special-category or criminal-offence")),
            (PersonalData.NO, _("Without")),
            (PersonalData.UNKNOWN, _("Not known yet")),
        ],
    )
    care = forms.ChoiceField(
        label=_("Care"),
        required=False,
        choices=[
            ("", _("All")),
            ("mine", _("Mine")),
            ("due", _("Review due within 30 days")),
            ("late", _("Review late")),
            ("never", _("No review planned")),
            ("unowned", _("Without an owner")),
        ],
    )
    show = forms.ChoiceField(
        label=_("Show"), required=False, choices=[("", _("Held now")), ("ended", _("No longer held"))]
    )

    def offer(self, services: list[str], systems: list[InformationSystem]) -> None:
        """Say which services and systems there are to choose from."""
        listed = [("", _("All")), *((name, name) for name in services)]
        kept_in = [("", _("All")), *((system.pk, system.name) for system in systems), (0, _("No system named"))]
        cast(forms.Select, self.fields["service"].widget).choices = listed
        cast(forms.Select, self.fields["system"].widget).choices = kept_in
