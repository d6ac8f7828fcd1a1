"""The policies room's place in the hall."""

from moothall.kit.apps import RoomConfig


class PoliciesConfig(RoomConfig):
    """The policies room."""

    default = True  # Django sees RoomConfig beside it
    name = "moothall.policies"
    label = "policies"
