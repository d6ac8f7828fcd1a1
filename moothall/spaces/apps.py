"""The spaces room's place in the hall."""

from moothall.kit.apps import RoomConfig


class SpacesConfig(RoomConfig):
    """The spaces room."""

    name = "moothall.spaces"
    label = "spaces"
