"""The change room's place in the hall."""

from moothall.kit.apps import RoomConfig


class ChangeConfig(RoomConfig):
    """The change room."""

    default = True  # Django sees RoomConfig beside it
    name = "moothall.change"
    label = "change"
