"""Reading a register from a CSV file: every row is checked as the form for one asset would be."""

from collections.abc import Iterator, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.files.fields import UploadsField
from moothall.files.models import Upload
from moothall.kit import sheets
from moothall.kit.sheets import Unreadable
from moothall.kit.text import is_plain
from moothall.people.fields import PersonField
from moothall.people.models import User
from moothall.records import asset_columns
from moothall.records.actions.asset_imports import BadRow, GoodRow, Sheet
from moothall.records.asset_columns import BY_NAME, NO, YES, plain_name, written
from moothall.records.asset_fields import NAMES
from moothall.records.forms.assets import AssetForm, Choices
from moothall.records.models import InformationAsset, RetentionRule

UPLOAD = "assets"  # the kind of upload
MOST_ROWS = 2000
AT_ONCE = 500
TRUTHS = {"": False, NO: False, "n": False, "false": False, "0": False, YES: True, "y": True, "true": True, "1": True}


class ImportForm(forms.Form):
    """Choosing the file."""

    file = UploadsField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy("At most 2,000 rows, the names of the columns in the first."),
        error_messages={"required": gettext_lazy("Choose a CSV file")},
        kind=UPLOAD,
    )

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("UploadsField", self.fields["file"]).owner = by

    def clean_file(self) -> Upload:
        """The one file."""
        files: list[Upload] = self.cleaned_data["file"]
        return files[0]


class _RowForm(AssetForm):
    """The form for one asset, filled in by a row; people that were looked up once are not looked up again."""

    def __init__(self, *args: Any, people: dict[str, User | str], **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("owner", "custodian"):
            self.fields[name] = _Remembering(cast(PersonField, self.fields[name]), people)


class _Remembering(forms.Field):
    """A person whose name may stand in many rows."""

    def __init__(self, field: PersonField, people: dict[str, User | str]) -> None:
        super().__init__(required=False, label=field.label)
        self.field, self.people = field, people

    def clean(self, value: Any) -> User | None:
        words = str(value or "").strip()
        if not words:
            return None
        if words not in self.people:
            try:
                self.people[words] = self.field.clean(words) or ""
            except ValidationError as error:
                self.people[words] = " ".join(error.messages)
        found = self.people[words]
        if isinstance(found, User):
            return found
        raise ValidationError(found)


def read(data: bytes, *, name: str, by: User) -> Sheet:
    """Read and check a whole file; raises `Unreadable` where there is no telling rows from each other."""
    table = sheets.read(data, most_rows=MOST_ROWS)
    header = [plain_name(cell) for cell in table[0][1]]
    columns = _columns(header)
    good: list[GoodRow] = []
    bad: list[BadRow] = []
    checker = _Checker(by, columns, len(header))
    for start in range(1, len(table), AT_ONCE):
        rows = table[start : start + AT_ONCE]
        checker.look_up(rows)
        for number, cells in rows:
            checked = checker.check(number, cells)
            (good if isinstance(checked, GoodRow) else bad).append(checked)  # type: ignore[arg-type]
    unknown = [name for name in header if name and name not in BY_NAME]
    return Sheet(name=name, columns=table[0][1], unknown_columns=unknown, good=good, bad=bad)


def _columns(header: Sequence[str]) -> dict[str, int]:
    """Where each known column stands."""
    known = [name for name in header if name in BY_NAME]
    twice = sorted({name for name in known if known.count(name) > 1})
    if twice:
        raise Unreadable(_("A column stands twice: {names}. Leave one of them out.").format(names=", ".join(twice)))
    missing = [name for name in ("identifier", "name") if name not in known]
    if missing:
        words = _("The first row has no column “{names}”. It needs “identifier” and “name”.")
        raise Unreadable(words.format(names="”, “".join(missing)))
    return {name: header.index(name) for name in known if BY_NAME[name].read}


class _Checker:
    """Checks rows one by one, with everything that they share asked once."""

    def __init__(self, by: User, columns: dict[str, int], width: int) -> None:
        self.by, self.columns, self.width = by, columns, width
        self.choices = Choices.of(by)
        self.system_by_name = {name.casefold(): str(pk) for pk, name in self.choices.systems}
        rules = RetentionRule.objects.visible_to(by).current().values_list("reference", "pk")
        self.rule_by_reference = {reference.casefold(): str(pk) for reference, pk in rules}
        self.people: dict[str, User | str] = {}
        self.seen: dict[str, int] = {}
        self.known: dict[str, InformationAsset] = {}
        self.taken: set[str] = set()

    def look_up(self, rows: Sequence[tuple[int, Sequence[str]]]) -> None:
        """Find the assets that these rows may be about: two questions for all of them."""
        wanted = {self._cell(cells, "identifier").upper() for _number, cells in rows}
        found = InformationAsset.objects.filter(identifier__in=wanted)
        mine = found.visible_to(self.by).select_related("owner", "custodian", "system", "retention_rule")
        self.known = {asset.identifier: asset for asset in mine}
        self.taken = set(found.values_list("identifier", flat=True)) - set(self.known)

    def check(self, number: int, cells: Sequence[str]) -> GoodRow | BadRow:
        """A row that can be brought in, or why it cannot."""
        reason = self._misshapen(cells) or self._misnamed(number, cells)
        if reason:
            return BadRow(number, self._storable(cells), reason)
        asset = self.known.get(self._cell(cells, "identifier").upper())
        problems: list[str] = []
        rule = asset.retention_rule if asset else None
        data = self._data(asset, cells, problems)
        form = _RowForm(data, by=self.by, choices=self.choices, rule=rule, people=self.people)
        if form.is_valid() and not problems:
            return GoodRow(number, form.said(), asset.pk if asset else None)
        return BadRow(number, self._storable(cells), " ".join([*problems, *_words(form)]))

    def _misshapen(self, cells: Sequence[str]) -> str:
        if len(cells) <= max(self.columns.values()):
            return _("The row has fewer cells than the first row.")
        if any(cell.strip() for cell in cells[self.width :]):
            return _("The row has more cells than the first row.")
        if not all(is_plain(cell) for cell in cells):
            return _("The row holds characters that can’t be shown.")
        return ""

    def _misnamed(self, number: int, cells: Sequence[str]) -> str:
        identifier = self._cell(cells, "identifier").upper()
        if not identifier:
            return _("The row has no identifier.")
        if identifier in self.seen:
            words = _("The identifier stands in row {n} already.")
            return words.format(n=self.seen[identifier])
        self.seen[identifier] = number
        if identifier in self.taken:
            return _("The identifier is taken by an asset that you can’t change.")
        return ""

    def _data(self, asset: InformationAsset | None, cells: Sequence[str], problems: list[str]) -> dict[str, str]:
        """What the form is filled in with: what stands already, and over it what the row says."""
        data = {name: written(getattr(asset, name)) for name in NAMES} if asset else _empty()
        for name in self.columns:
            cell = self._cell(cells, name)
            column = BY_NAME[name]
            if column.choices == asset_columns.YES_NO:
                truth = TRUTHS.get(asset_columns.choice(column, cell).lower())
                if truth is None:
                    problems.append(_("{name}: enter yes or no.").format(name=name))
                data[name] = YES if truth else ""
            elif name == "system":
                data["system_id"] = self.system_by_name.get(cell.casefold(), cell)
            elif name == "retention_rule":
                data["retention_rule_id"] = self._rule(asset, cell)
            elif column.choices and not cell:
                data[name] = _empty()[name]
            else:
                data[name] = asset_columns.choice(column, cell) if column.choices else cell
        for name in ("special_category", "criminal_offence", "closed"):
            data[name] = "" if data[name] == NO else data[name]
        return data

    def _rule(self, asset: InformationAsset | None, reference: str) -> str:
        """The rule with this reference: the version that the asset has already, else the newest."""
        now = asset.retention_rule if asset else None
        if now is not None and now.reference.casefold() == reference.casefold():
            return str(now.pk)
        return self.rule_by_reference.get(reference.casefold(), reference)

    def _cell(self, cells: Sequence[str], name: str) -> str:
        place = self.columns[name]
        return sheets.unsafe(cells[place]).strip() if place < len(cells) else ""

    def _storable(self, cells: Sequence[str]) -> list[str]:
        return [cell.encode("utf-8", "replace").decode().replace("\0", "")[:4000] for cell in cells]


def _empty() -> dict[str, str]:
    """What a new asset begins with."""
    fresh = InformationAsset()
    return {name: written(getattr(fresh, name)) for name in NAMES if name not in {"owner", "custodian"}}


def _words(form: forms.Form) -> Iterator[str]:
    for name, errors in form.errors.items():
        for error in errors:
            yield f"{name}: {str(error).rstrip('.')}."
