"""The charter room's place in the hall."""

from moothall.kit.apps import RoomConfig


class CharterConfig(RoomConfig):
    """The charter room."""

    default = True  # Django sees RoomConfig beside it
    name = "moothall.charter"
    label = "charter"
