"""Bringing a bundle in: choosing it, and checking what it says of an asset as the form for one asset would."""

from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.files.fields import UploadsField
from moothall.files.models import Upload
from moothall.kit.forms import PlainText
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.records import asset_writing, bundling, permissions
from moothall.records.actions import bringing as act
from moothall.records.asset_bringing import BroughtAsset, Named, read
from moothall.records.asset_columns import NO, written
from moothall.records.bundling import Brought, NotOurs
from moothall.records.forms.assets import AssetForm, Choices
from moothall.records.models import InformationAsset, RetentionRule

UPLOAD = "bundles"  # the kind of upload


class BringInForm(forms.Form):
    """Choosing the bundle."""

    file = UploadsField(
        label=gettext_lazy("Bundle (zip)"),
        help_text=gettext_lazy("As it was taken out of this hall or another. A larger one: moothall import_bundle."),
        error_messages={"required": gettext_lazy("Choose a bundle")},
        kind=UPLOAD,
    )
    identifier = PlainText(
        label=gettext_lazy("Another identifier"),
        required=False,
        max_length=40,
        help_text=gettext_lazy(
            "Only for an information asset whose own identifier is taken here. Empty: it comes in under its own."
        ),
    )

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("UploadsField", self.fields["file"]).owner = by

    def clean_file(self) -> Upload:
        """The one file."""
        files: list[Upload] = self.cleaned_data["file"]
        return files[0]


def asset_from_bundle(file: BinaryIO, by: User, identifier: str) -> Brought:
    """Bring an information asset in, whole or not at all; raises NotOurs with what to do."""
    require(permissions.can_create_asset(by))
    brought = read(file)
    form, notes = _filled_in(brought, by=by, identifier=identifier)
    if not form.is_valid():
        words = _("What this bundle says of its asset can’t stand in the register. {faults}")
        raise NotOurs(words.format(faults=" ".join(_faults(form))[:400]))
    said = form.said()
    try:
        asset_writing.require_free(said.identifier)
        with act.kept_bags(brought) as kept:
            asset = act.bring_in(brought, by=by, said=said, kept=kept)
    except asset_writing.Taken:
        words = _(
            "The register has an asset {identifier} already, and a bundle changes nothing that stands here. "
            "To have both, enter another identifier for the one in the bundle."
        )
        raise bundling.Taken(words.format(identifier=said.identifier)) from None
    sight = _("Only those who may know of closed assets see it.") if asset.closed else _("All of the council sees it.")
    told = " ".join([_("It stands in the register."), sight, *notes])
    return Brought(f"asset:{asset.pk}", asset.name, asset.get_absolute_url(), told)


def _filled_in(brought: BroughtAsset, *, by: User, identifier: str) -> tuple[AssetForm, list[str]]:
    """The form for one asset with all that the bundle says, and what of it means nothing here."""
    data = {name: written(value) for name, value in brought.said.items()}
    for name in ("special_category", "criminal_offence", "closed"):
        data[name] = "" if data.get(name, "" if name != "closed" else "on") in {NO, ""} else "on"
    fresh = InformationAsset()
    for name in ("personal_data", "criticality", "searchable", "marking"):
        data.setdefault(name, getattr(fresh, name))
    data["identifier"] = identifier or data.get("identifier", "")
    data["reviewed_before"] = brought.last_review or data.get("reviewed_before", "")
    data["review_by"] = brought.next_review or data.get("review_by", "")
    choices, notes = Choices.of(by), []
    for name, person in (("owner", brought.owner), ("custodian", brought.custodian)):
        found = _here(person)
        data[name] = found.email if found else ""
        if person and not found:
            notes.append(
                _("Nobody here has the address of {name}, so say who answers for it.").format(name=person.name)
            )
    systems = {name.casefold(): str(pk) for pk, name in choices.systems}
    data["system_id"] = systems.get(brought.system.casefold(), "")
    if brought.system and not data["system_id"]:
        notes.append(_("No system here is called {name}.").format(name=brought.system))
    rules = RetentionRule.objects.visible_to(by).current().filter(reference=brought.rule)
    data["retention_rule_id"] = str(rules.values_list("pk", flat=True).first() or "")
    if brought.rule and not data["retention_rule_id"]:
        notes.append(_("No retention rule here has the reference {name}.").format(name=brought.rule))
    return AssetForm(data, by=by, choices=choices), notes


def _here(person: Named | None) -> User | None:
    """Who has this address here and belongs to the council; whoever brings the bundle in vouches for it."""
    if person is None or not person.email:
        return None
    found = User.objects.active().filter(email=person.email.lower()).first()
    return found if found is not None and not found.is_guest else None


def _faults(form: forms.Form) -> Iterator[str]:
    for name, errors in form.errors.items():
        for error in errors:
            yield f"{name}: {str(error).rstrip('.')}."
