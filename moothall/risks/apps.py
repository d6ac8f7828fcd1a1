"""The risks room's place in the hall."""

from moothall.kit.apps import RoomConfig


class RisksConfig(RoomConfig):
    """The risks room."""

    default = True  # Django sees RoomConfig beside it
    name = "moothall.risks"
    label = "risks"
