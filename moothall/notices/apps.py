"""The notices room."""

from moothall.kit.apps import RoomConfig


class NoticesConfig(RoomConfig):
    """What can be told to a person, on the desk and by mail."""

    default = True  # Django sees RoomConfig beside it
    name = "moothall.notices"
    label = "notices"
