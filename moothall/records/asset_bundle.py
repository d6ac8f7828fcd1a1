"""An information asset as files: its entry in the register, and the records kept under it with their context."""

import json
from collections.abc import Iterator
from dataclasses import fields
from functools import partial
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string

from moothall.files import blobs
from moothall.people.models import User
from moothall.records import permissions
from moothall.records.asset_columns import COLUMNS, cells_of
from moothall.records.asset_fields import AssetFields
from moothall.records.bundling import Thing
from moothall.records.custody import File
from moothall.records.models import DeclaredRecord, InformationAsset

FORMAT = "moothall-asset-1"
MARKER = "asset.json"
POINTERS = ("owner", "custodian", "system_id", "retention_rule_id")


def find(user: User, ref: int) -> Thing | None:
    """An asset that this person may read of."""
    asset = InformationAsset.objects.visible_to(user).filter(pk=ref).first()
    return Thing(f"asset:{ref}", asset.name, asset.container, asset.get_absolute_url()) if asset else None


def may_export(user: User, ref: int) -> bool:
    """Take an asset's entry and records out: its owner, and who keeps the records."""
    asset = InformationAsset.objects.visible_to(user).filter(pk=ref).first()
    return asset is not None and (permissions.can_keep_records(user) or asset.owner_id == user.pk)


def everything(ref: int) -> Iterator[File]:
    """The entry, and every record that is kept under it wherever it came from: what a transfer hands over."""
    return _files(ref, DeclaredRecord.objects.filter(asset=f"asset:{ref}"))


def files(ref: int) -> Iterator[File]:
    """The entry as JSON; then each record kept under it that lies in the asset's own container or was open to all.

    Records from spaces and mailboxes keep the container they came from, so they are taken out from there.
    """
    asset = InformationAsset.objects.get(pk=ref)
    lies_in = Q(container=asset.container) | Q(thing=f"asset:{ref}")
    return _files(ref, DeclaredRecord.objects.filter(lies_in, asset=f"asset:{ref}"))


def _files(ref: int, rows: QuerySet[DeclaredRecord]) -> Iterator[File]:
    found = InformationAsset.objects.with_reviews().select_related("owner", "custodian", "system", "retention_rule")
    asset = found.get(pk=ref)
    records = rows.select_related("blob", "declared_by").order_by("pk")
    told = _entry(asset) | {"records": [_record(record) for record in records]}
    data = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()
    yield File(MARKER, partial(BytesIO, data))
    yield File("index.html", partial(BytesIO, _page(asset, told).encode()))
    for record in records:
        yield File(_path(record), partial(blobs.open_, record.blob))


def _entry(asset: InformationAsset) -> dict[str, Any]:
    """What stands in the register; people, system and rule by what they are called, for keys mean nothing elsewhere."""
    rule = asset.retention_rule
    return {
        "format": FORMAT,
        "said": {one.name: getattr(asset, one.name) for one in fields(AssetFields) if one.name not in POINTERS},
        "owner": _person(asset.owner),
        "custodian": _person(asset.custodian),
        "system": asset.system.name if asset.system else "",
        "retention_rule": (
            {"reference": rule.reference, "version": rule.version, "title": rule.title} if rule else None
        ),
        "last_review": asset.last_review,  # type: ignore[attr-defined]  # with_reviews
        "next_review": asset.next_review,  # type: ignore[attr-defined]
        "ended_on": asset.ended_on,
        "ended_because": asset.ended_because,
        "created_at": asset.created_at,
    }


def _person(person: User | None) -> dict[str, str] | None:
    return {"name": person.name, "email": person.email} if person else None


def _record(record: DeclaredRecord) -> dict[str, Any]:
    """A record with its context; one that came in with a bundle keeps where it was declared first."""
    brought = bool(record.origin)
    return {
        "path": _path(record),
        "title": record.title,
        "why": record.why,
        "thing": record.origin_thing if brought else record.thing,
        "declared_by": record.origin_by if brought else record.declared_by.name,
        "declared_at": record.origin_at if brought else record.declared_at,
        "origin": record.origin if brought else settings.MOOTHALL_COUNCIL.name,
        "sha256": record.blob.sha256,
        "manifest_sha256": record.digest,
        "files": record.files,
        "bytes": record.size,
    }


def _path(record: DeclaredRecord) -> str:
    return f"records/{record.pk}.zip"


def _page(asset: InformationAsset, told: dict[str, Any]) -> str:
    cells = zip(COLUMNS, cells_of(asset), strict=True)
    lines = [(one.name.replace("_", " ").capitalize(), cell) for one, cell in cells if cell]
    return render_to_string("records/bundle/asset.html", {"asset": asset, "lines": lines, "records": told["records"]})
