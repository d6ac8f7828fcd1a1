"""The field by which forms take files: uploaded in parts where scripts run, otherwise with the form itself.

Either way the form carries tokens of finished uploads, so that files stay when it comes back with a problem.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.kit.registries import Person
from moothall.kit.templatetags.kit import filesize

from . import receiving, sniffing
from .handlers import RefusedFile
from .kinds import UploadKind, kinds
from .models import Upload
from .refusals import Refused

KEPT = "-kept"  # behind the field's name: the tokens of uploads


@dataclass(frozen=True)
class Given:
    """What a form brought for this field: tokens, and files that came with it."""

    tokens: tuple[str, ...]
    files: tuple[UploadedFile[Any], ...]


class UploadsInput(forms.FileInput):
    """A file input with the files that are here already; each can be taken away again, with scripts or without."""

    template_name = "files/uploads.html"
    kind: UploadKind
    most_files = 1
    allow_multiple_selected = True

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Given:
        """Tokens and files; whoever sent them is not asked here."""
        tokens = data.getlist(name + KEPT) if hasattr(data, "getlist") else data.get(name + KEPT, [])
        sent = files.getlist(name) if hasattr(files, "getlist") else [files[name]] if files.get(name) else []
        return Given(tuple(tokens), tuple(sent))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """A form without files is a form without files."""
        return False

    def use_required_attribute(self, initial: Any) -> bool:
        """Never: the file may be here already."""
        return False

    def format_value(self, value: Any) -> Any:
        """The uploads to show."""
        return value

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Everything the template and the script need."""
        several = self.most_files > 1
        context = super().get_context(name, None, (attrs or {}) | ({"multiple": True} if several else {}))
        context["upload"] = {
            "kept": [_shown(upload) for upload in value] if isinstance(value, list) else [],
            "name": name + KEPT,
            "kind": self.kind.key,
            "most": self.kind.most(),
            "most_words": filesize(self.kind.most()),
            "plain_words": filesize(self.kind.plain()),
            "most_files": self.most_files,
            "part": receiving.PART,
            "url": reverse("files:begin"),
        }
        return context


class UploadsField(forms.Field):
    """Files for one purpose, cleaned to a list of finished uploads of whoever fills in the form.

    The form sets `owner` before it is cleaned; without one nothing is taken.
    """

    widget = UploadsInput
    owner: Person | None = None

    def __init__(self, *, kind: str, most_files: int = 1, **options: Any) -> None:
        self.kind, self.most_files = kind, most_files
        options.setdefault("help_text", lazy(self._help, str)())
        super().__init__(**options)
        self.kept: list[Upload] = []

    def __deepcopy__(self, memo: dict[int, Any]) -> "UploadsField":
        copied: UploadsField = super().__deepcopy__(memo)
        copied.kept = []
        return copied

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """Tell the widget what it is for; rooms have registered their kinds by now."""
        assert isinstance(self.widget, UploadsInput)  # noqa: S101  it is declared so above
        self.widget.kind, self.widget.most_files = self._kind, self.most_files
        return super().get_bound_field(form, field_name)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What is shown when the form comes back: everything that was kept."""
        return self.kept

    def clean(self, value: Any) -> list[Upload]:
        """Keep what came; a problem with one file leaves the others where they are."""
        given = value if isinstance(value, Given) else Given((), ())
        if self.owner is None or not self._kind.may(self.owner):
            given = Given((), ())
        self.kept, problems = self._known(given.tokens)
        if len(self.kept) + len(given.files) > self.most_files:
            problems.append(self._too_many())
        for file in given.files[: max(0, self.most_files - len(self.kept))]:
            try:
                self.kept.append(self._keep(file))
            except Refused as refused:
                problems.append(refused.words)
        if self.required and not self.kept and not problems:
            problems.append(str(self.error_messages["required"]))
        if problems:
            raise ValidationError(problems)
        return self.kept

    @property
    def _kind(self) -> UploadKind:
        kind = kinds.get(self.kind)
        if kind is None:
            raise LookupError(f"No room takes uploads of the kind {self.kind!r}.")
        return kind

    def _known(self, tokens: tuple[str, ...]) -> tuple[list[Upload], list[str]]:
        """The finished uploads of these tokens, in their order, and what to say when one is not there."""
        wanted = list(dict.fromkeys(pk for token in tokens[:100] if (pk := _uuid(token))))
        mine = Upload.objects.visible_to(self.owner).finished().filter(kind=self.kind) if self.owner else None
        found = {upload.pk: upload for upload in mine.filter(pk__in=wanted)} if mine is not None and wanted else {}
        kept = [found[pk] for pk in wanted if pk in found]
        if len(kept) == len(set(tokens)):
            return kept, []
        return kept, [_("A file you chose earlier is no longer here. Choose it again.")]

    def _keep(self, file: UploadedFile[Any]) -> Upload:
        if isinstance(file, RefusedFile):
            raise file.refused
        assert self.owner is not None  # noqa: S101  nothing is taken without one
        return receiving.keep(file, person=self.owner, kind=self._kind)

    def _too_many(self) -> str:
        return ngettext(
            "Choose one file only", "Choose at most {n} files, or send the rest in a second post", self.most_files
        ).format(n=_number(self.most_files))

    def _help(self) -> str:
        words = ngettext("At most {most}.", "Up to {n} files, each at most {most}.", self.most_files)
        return words.format(n=_number(self.most_files), most=filesize(self._kind.most()))


def _shown(upload: Upload) -> dict[str, Any]:
    remark = sniffing.remark(name=upload.name, content_type=upload.content_type)
    return {"pk": upload.pk, "name": upload.name, "size": upload.size, "remark": remark}


def _uuid(token: str) -> UUID | None:
    try:
        return UUID(token)
    except ValueError:
        return None


def _number(n: int) -> str:
    return _("ten") if n == 10 else str(n)
