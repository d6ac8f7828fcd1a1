"""The home room's place in the hall."""

from moothall.kit.apps import RoomConfig


class HomeConfig(RoomConfig):
    """The home room."""

    default = True  # Django sees RoomConfig beside it
    name = "moothall.home"
    label = "home"
