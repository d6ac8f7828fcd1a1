"""The home room's place in the hall."""

from moothall.kit.apps import RoomConfig


class HomeConfig(RoomConfig):
    """The home room."""

    name = "moothall.home"
    label = "home"
