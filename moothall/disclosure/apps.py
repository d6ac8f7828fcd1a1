"""The disclosure room's place in the hall."""

from moothall.kit.apps import RoomConfig


class DisclosureConfig(RoomConfig):
    """The disclosure room."""

    default = True  # Django sees RoomConfig beside it
    name = "moothall.disclosure"
    label = "disclosure"
