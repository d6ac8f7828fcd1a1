"""People: who may come in, what they are called, and what they hold."""

from moothall.kit.apps import RoomConfig


class PeopleConfig(RoomConfig):
    """The people room."""

    default = True  # Django sees RoomConfig beside it
    name = "moothall.people"
    label = "people"
