"""The guided form of an exemption, asking third parties, and the estimator of the cost."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.disclosure.law import exemptions
from moothall.disclosure.law.exemptions import Claim, Exemption
from moothall.disclosure.law.needs import Answer, Need
from moothall.disclosure.models import Case
from moothall.disclosure.queries.reasons import PARAGRAPH
from moothall.kit.forms import Day, Lines, OnceForm, PlainText

LONGEST = 8_000
PREFIX = "q-"  # before the key of a question


class ClaimForm(forms.Form):
    """The questions that one exemption asks. What is left empty keeps the letter back, not the form."""

    def __init__(self, *args: Any, exemption: Exemption, ncnd: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.exemption, self.ncnd = exemption, ncnd
        if exemption.limb:
            self.fields[PREFIX + PARAGRAPH] = PlainText(
                label=_("Which paragraph?"),
                required=False,
                max_length=40,
                help_text=_("With its number, such as {example}. FOIA s.17(1)(b)").format(
                    example=f"{exemption.cited}(a)"
                ),
            )
        for need in exemptions.asked(Claim(exemption, {}, ncnd=ncnd)):
            self.fields[PREFIX + need.key] = field_of(need)
        for field in self.fields.values():
            setattr(field, "sometimes", True)  # noqa: B010  not to be wished for: the letter waits for it

    def answers(self) -> dict[str, str]:
        """What was answered, by key, as it is kept."""
        return {
            name.removeprefix(PREFIX): value.isoformat() if hasattr(value, "isoformat") else str(value)
            for name, value in self.cleaned_data.items()
            if value not in (None, "")
        }

    def claim(self) -> Claim:
        """As the law reads it."""
        said = self.answers()
        return Claim(self.exemption, said, ncnd=self.ncnd, limb=said.get(PARAGRAPH, ""))


def field_of(need: Need) -> forms.Field:
    """The field that asks it; nothing is required, so that half a form can be kept."""
    hint = f"{need.source}{_('. The requester is told') if need.told else ''}"
    label = str(need.words)
    if need.kind == Answer.CHOICE:
        choices = [("", _("Not yet said")), *((value, str(words)) for value, words in need.choices)]
        return forms.ChoiceField(label=label, required=False, choices=choices, widget=forms.RadioSelect, help_text=hint)
    if need.kind == Answer.DATE:
        return Day(label=label, required=False, help_text=hint)
    if need.kind == Answer.LINK:
        return forms.URLField(label=label, required=False, assume_scheme="https", max_length=500, help_text=hint)
    if need.kind == Answer.MINUTES:
        widget = forms.NumberInput(attrs={"class": "govuk-input--width-5"})
        return forms.IntegerField(label=label, required=False, min_value=1, help_text=hint, widget=widget)
    if need.kind == Answer.NAME:
        return PlainText(label=label, required=False, max_length=200, help_text=hint)
    return Lines(label=label, required=False, rows=4, max_length=LONGEST, help_text=hint)


class ConsultForm(OnceForm):
    """That somebody outside was asked."""

    whom = PlainText(label=gettext_lazy("Who was asked?"), max_length=200)
    asked_on = Day(label=gettext_lazy("On which day?"))
    asked = Lines(
        label=gettext_lazy("What were they asked?"),
        max_length=4000,
        help_text=gettext_lazy("Never who asks for the information"),
    )


class HeardForm(forms.Form):
    """What they answered."""

    heard_on = Day(label=gettext_lazy("On which day did they answer?"))
    heard = Lines(label=gettext_lazy("What do they say?"), rows=5, max_length=LONGEST)


class EstimateForm(OnceForm):
    """A timed sample, and how many items there are."""

    what = Lines(
        label=gettext_lazy("What was timed?"),
        rows=4,
        max_length=4000,
        help_text=gettext_lazy("How it is really kept, what was done with each item, and how they were chosen"),
    )
    sample = Lines(
        label=gettext_lazy("How many minutes did each item take?"),
        rows=5,
        max_length=20_000,
        help_text=gettext_lazy("One after the other, such as 4 3.5 6: finding and taking out, not redacting"),
    )
    total = forms.IntegerField(
        label=gettext_lazy("How many items are there in all?"),
        min_value=1,
        max_value=100_000_000,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}),
    )
    spent = forms.BooleanField(
        label=gettext_lazy("Add the time already written down that counts"), required=False, initial=True
    )

    def clean_sample(self) -> list[str]:
        """The minutes, one by one."""
        found = list(_numbers(self.cleaned_data["sample"]))
        if len(found) < 2:
            raise ValidationError(_("Time at least two items"))
        return found


class AddUpForm(forms.Form):
    """Which requests are added up with a case, and why."""

    cases = forms.MultipleChoiceField(
        label=gettext_lazy("Which of the requests beside it?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    number = PlainText(
        label=gettext_lazy("Another, by its number"),
        required=False,
        max_length=30,
        help_text=gettext_lazy("Such as FOI 2026-0147"),
    )
    why = Lines(
        label=gettext_lazy("Why do they belong together?"),
        max_length=4000,
        help_text=gettext_lazy(
            "What is the same or similar in them, and how you know that one person made them, or people who act "
            "together or in a campaign"
        ),
    )

    def __init__(self, *args: Any, offered: Sequence[Case], find: Callable[[str], Case | None], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offered, self.find = {str(one.pk): one for one in offered}, find
        field = self.fields["cases"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(pk, str(one)) for pk, one in self.offered.items()]
        if not self.offered:
            del self.fields["cases"]

    def clean_number(self) -> Case | None:
        """The case of that number."""
        typed = self.cleaned_data["number"]
        found = self.find(typed) if typed else None
        if typed and found is None:
            raise ValidationError(_("No request that you see has this number"))
        return found

    def clean(self) -> dict[str, Any]:
        """One of them at least."""
        given = super().clean() or {}
        if not self.errors and not self.others():
            self.add_error("number", _("Say which request is added up"))
        return given

    def others(self) -> list[Case]:
        """Those that were named."""
        named = [self.offered[pk] for pk in self.cleaned_data.get("cases", [])]
        other = self.cleaned_data.get("number")
        return [*named, *([other] if other else [])]


class TakeOutForm(forms.Form):
    """That a request is added up no longer."""

    why = Lines(label=gettext_lazy("Why is it added up no longer?"), rows=4, max_length=4000)


def _numbers(typed: str) -> Iterator[str]:
    for word in re.split(r"[\s;]+|,\s+", typed.strip()):
        if not re.fullmatch(r"\d{1,6}(?:[.,]\d{1,3})?", word, re.ASCII):
            raise ValidationError(_("Write minutes as numbers, such as 4 3.5 6"))
        yield word
