"""The spaces room's place in the hall."""

from moothall.kit.apps import RoomConfig


class SpacesConfig(RoomConfig):
    """The spaces room."""

    default = True  # Django sees RoomConfig beside it
    name = "moothall.spaces"
    label = "spaces"
