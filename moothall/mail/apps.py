from moothall.kit.apps import RoomConfig


class MailConfig(RoomConfig):
    """The room of mailboxes."""

    name = "moothall.mail"
    label = "mail"
    default = True  # Django sees RoomConfig in this module too
