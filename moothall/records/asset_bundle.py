"""An information asset as files: its entry in the register, and the records kept under it."""

import json
from collections.abc import Iterator
from functools import partial
from io import BytesIO

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q, QuerySet
from django.forms.models import model_to_dict

from moothall.files import blobs
from moothall.people.models import User
from moothall.records import permissions
from moothall.records.bundling import Thing
from moothall.records.custody import File
from moothall.records.models import DeclaredRecord, InformationAsset


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
    return _written(ref, DeclaredRecord.objects.filter(asset=f"asset:{ref}"))


def files(ref: int) -> Iterator[File]:
    """The entry as JSON; then each record kept under it that lies in the asset's own container or was open to all.

    Records from spaces and mailboxes keep the container they came from, so they are taken out from there.
    """
    asset = InformationAsset.objects.get(pk=ref)
    lies_in = Q(container=asset.container) | Q(thing=f"asset:{ref}")
    return _written(ref, DeclaredRecord.objects.filter(lies_in, asset=f"asset:{ref}"))


def _written(ref: int, rows: QuerySet[DeclaredRecord]) -> Iterator[File]:
    asset = InformationAsset.objects.get(pk=ref)
    data = json.dumps(model_to_dict(asset), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()
    yield File("asset.json", partial(BytesIO, data))
    for record in rows.select_related("blob").order_by("pk"):
        yield File(f"records/{record.pk}.zip", partial(blobs.open_, record.blob))
