"""Putting an answered request into the log, and taking it out."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from moothall.disclosure.actions.log import LONGEST, Published, Released, told
from moothall.disclosure.models import Case, OpenLicence, Outcome, ReleasedFile
from moothall.kit.forms import Lines, PlainText
from moothall.spaces.caution import CautiousForm

SAYS_WHO = _("Take out what tells who asked, or whom it is about: {words}")


class PublishForm(CautiousForm):
    """The words in which a request and its answer are published."""

    title = PlainText(label=_("Title"), max_length=200, help_text=_("What it is about, as people would look for it"))
    asked = Lines(
        label=_("What was asked"),
        rows=8,
        max_length=LONGEST,
        help_text=_("Without who asked: no name, no address, nothing of why they asked"),
    )
    answered = Lines(label=_("What we answered"), rows=12, max_length=LONGEST)
    outcome = forms.ChoiceField(label=_("What became of it"), choices=Outcome, widget=forms.RadioSelect)
    sections = PlainText(label=_("Exemptions that were claimed"), required=False, max_length=400)
    licence = forms.ChoiceField(
        label=_("Under which licence may others use it again?"),
        required=False,
        choices=OpenLicence,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=_("In which language is it?"),
        choices=[("en", _("English")), ("cy", _("Welsh"))],
        widget=forms.RadioSelect,
    )

    documents = forms.ModelMultipleChoiceField(
        ReleasedFile.objects.none(),
        label=_("Which documents go with it?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Copies that went with the answer: they passed the gate, and two people signed them"),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        went = case.released.filter(letter__isnull=False).select_related("blob")
        documents = self.fields["documents"]
        if isinstance(documents, forms.ModelMultipleChoiceField) and went:
            documents.queryset = went
        else:
            del self.fields["documents"]

    def clean(self) -> dict[str, Any]:
        """Whatever would tell who asked is said at its own field."""
        given = super().clean() or {}
        for name in ("title", "asked", "answered", "sections"):
            found: Sequence[str] = told(self.case, str(given.get(name, "")))
            if found:
                self.add_error(name, str(SAYS_WHO).format(words=", ".join(f"“{word}”" for word in found)))
        return given

    def also(self) -> list[str]:
        """The words besides the title that are looked at for numbers about people."""
        return [str(self.cleaned_data[name]) for name in ("asked", "answered")]

    def released(self) -> list[Released]:
        """The documents that go with it."""
        chosen: Sequence[ReleasedFile] = self.cleaned_data.get("documents") or ()
        return [Released(file.name, file.blob) for file in chosen]

    def published(self) -> Published:
        """What is put into the log."""
        given = self.cleaned_data
        return Published(
            given["title"],
            given["asked"],
            given["answered"],
            Outcome(given["outcome"]),
            given["sections"],
            OpenLicence(given["licence"]),
            given["language"],
        )


class WithdrawForm(forms.Form):
    """Why an entry is taken off the public site."""

    because = Lines(
        label=_("Why is it taken off?"), max_length=1000, help_text=_("Kept inside, and shown to nobody outside")
    )
