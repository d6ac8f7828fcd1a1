from moothall.kit.apps import RoomConfig


class FilesConfig(RoomConfig):
    """The room that keeps bytes."""

    default = True  # Django sees RoomConfig beside it
    name = "moothall.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
