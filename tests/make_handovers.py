"""Makers of what a transfer hands over."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import bagit
from django.core.files.uploadedfile import SimpleUploadedFile

from conftest import Cast
from moothall.files import blobs
from moothall.kit import clock
from moothall.people.models import User
from moothall.records.models import Action, Application, HandoverBundle, Trigger
from moothall.records.tests import make_retention as make
from moothall.spaces.models import Conversation, Space
from moothall.spaces.tests import make as make_spaces

LONG_AGO = datetime(2021, 5, 3, 9, tzinfo=UTC)


def old_space(cast: Cast) -> Space:
    """A space that was opened long ago."""
    with clock.at(LONG_AGO):
        return make_spaces.space(by=cast.priya, members=[cast.gareth])


def talk(space: Space, cast: Cast, title: str = "Old rota") -> Conversation:
    """A conversation of that time, with a file."""
    with clock.at(LONG_AGO):
        file = SimpleUploadedFile("rota.csv", f"{title},9:00\n".encode())
        return make_spaces.conversation(space, by=cast.priya, title=title, body=f"Of {title}", files=[file])


def transferring(space: Space, *, by: User, trigger: Trigger = Trigger.CREATED) -> Application:
    """A rule by which the conversations of a space are transferred, switched on."""
    rule = make.rule(make.line(action=Action.TRANSFER, trigger=trigger), by=by)
    return make.switched_on(rule, space.container, by=by)


def opened(bundle: HandoverBundle, folder: Path) -> bagit.Bag:
    """The bag that a bundle holds."""
    assert bundle.blob is not None
    with zipfile.ZipFile(io.BytesIO(blobs.read(bundle.blob))) as archive:
        archive.extractall(folder)
    (inside,) = folder.iterdir()
    return bagit.Bag(str(inside))
