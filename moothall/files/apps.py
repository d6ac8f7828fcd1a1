from moothall.kit.apps import RoomConfig


class FilesConfig(RoomConfig):
    """The room that keeps bytes."""

    name = "moothall.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
