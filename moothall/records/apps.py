"""The records room's place in the hall."""

from moothall.kit.apps import RoomConfig


class RecordsConfig(RoomConfig):
    """The records room."""

    default = True  # Django sees RoomConfig beside it
    name = "moothall.records"
    label = "records"
