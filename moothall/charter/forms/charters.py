"""Writing a version of the charter."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from moothall.charter import borrowing
from moothall.charter.actions.charters import MOST, Draft
from moothall.charter.models import Charter, Check
from moothall.charter.texts import LONGEST, Promise, Wording
from moothall.kit.forms import Lines, PlainText

SOMETIMES = "sometimes"  # what a label asks, so that it says nothing of wishing
SPARE = 2  # empty places below the commitments that are there


class BorrowForm(forms.Form):
    """Another body's charter, as its public page gives it to programs."""

    text = Lines(
        label=_("Their charter, as JSON"),
        rows=10,
        max_length=borrowing.MOST,
        help_text=_("Open the public page of their charter, choose “For programs (JSON)”, and copy all of it here"),
        error_messages={"required": _("Enter the text of their file")},
    )

    def clean_text(self) -> Wording:
        """The words of the charter."""
        try:
            return borrowing.read(self.cleaned_data["text"])
        except borrowing.NotACharter:
            words = _("This can’t be read as a charter. Copy the whole file, from the first bracket to the last")
            raise ValidationError(words, code="charter") from None


class DraftForm(forms.Form):
    """All the words of a draft; a commitment that is emptied is taken out."""

    title = PlainText(
        label=_("What is it called?"), max_length=160, error_messages={"required": _("Enter what it is called")}
    )
    introduction = Lines(
        label=_("What is it for?"),
        rows=5,
        max_length=LONGEST,
        error_messages={"required": _("Enter what it is for")},
    )
    source = PlainText(
        label=_("Whose idea was it?"),
        required=False,
        max_length=300,
        help_text=_("Name the source, with thanks, where words or thoughts are not your own"),
    )
    note = PlainText(
        label=_("What changed since the version before?"),
        required=False,
        max_length=600,
        help_text=_("Those who signed that one will ask. It is needed before this one is adopted"),
    )

    def __init__(self, *args: Any, wording: Wording, **options: Any) -> None:
        super().__init__(*args, **options)
        self.places = range(1, min(len(wording.promises) + SPARE, MOST) + 1)
        for place in self.places:
            self._place(place, wording.promises[place - 1] if place <= len(wording.promises) else None)

    @classmethod
    def of(cls, draft: Charter, sent: Any = None) -> "DraftForm":
        """The form of a draft, filled with its words."""
        start = {
            "title": draft.title,
            "introduction": draft.introduction,
            "source": draft.source,
            "note": draft.note,
        }
        return cls(sent, wording=draft.wording(), initial=start)

    def _place(self, place: int, promise: Promise | None) -> None:
        words = Lines(
            label=_("Commitment {n}").format(n=place),
            rows=2,
            max_length=400,
            required=False,
            initial=promise.words if promise else "",
        )
        short = PlainText(
            label=_("Commitment {n} in one word").format(n=place),
            max_length=24,
            required=False,
            initial=promise.short if promise else "",
            widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
        )
        check = forms.ChoiceField(
            label=_("What the hall reads to see whether commitment {n} is kept").format(n=place),
            choices=[("", _("Nothing: people say so themselves")), *Check.choices],
            required=False,
            initial=promise.check if promise else "",
        )
        for name, field in (("words", words), ("short", short), ("check", check)):
            setattr(field, SOMETIMES, True)
            self.fields[f"{name}_{place}"] = field

    def clean(self) -> dict[str, Any]:
        """Each commitment with its word and its words, and at least one."""
        given = super().clean() or {}
        for place in self.places:
            words, short = (given.get(f"{name}_{place}", "").strip() for name in ("words", "short"))
            if words and not short and f"short_{place}" not in self.errors:
                self.add_error(f"short_{place}", ValidationError(_("Enter one word for this commitment"), code="short"))
            if short and not words and f"words_{place}" not in self.errors:
                self.add_error(
                    f"words_{place}", ValidationError(_("Enter what is promised, or empty its word too"), code="words")
                )
        if not self.errors and not self._promises(given):
            self.add_error("words_1", ValidationError(_("Enter at least one commitment"), code="none"))
        return given

    def words(self) -> Draft:
        """What was written."""
        given = self.cleaned_data
        return Draft(
            title=given["title"],
            introduction=given["introduction"],
            source=given["source"],
            note=given["note"],
            promises=self._promises(given),
        )

    def _promises(self, given: dict[str, Any]) -> list[Promise]:
        names = ("short", "words", "check")
        rows = [[given.get(f"{name}_{place}", "") for name in names] for place in self.places]
        return [Promise(short, words, check) for short, words, check in rows if short.strip() and words.strip()]
