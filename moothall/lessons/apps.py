"""The lessons room's place in the hall."""

from moothall.kit.apps import RoomConfig


class LessonsConfig(RoomConfig):
    """The lessons room."""

    default = True  # Django sees RoomConfig beside it
    name = "moothall.lessons"
    label = "lessons"
