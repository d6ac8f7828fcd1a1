"""Static files: hashed names for ever-cached assets where they were collected, plain names elsewhere."""

from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed and compressed after `collectstatic`; before it, files are served under their own names."""

    manifest_strict = False
    support_js_module_import_aggregation = True

    def url(self, name: str | None, force: bool = False) -> str:
        if not self.hashed_files or settings.DEBUG:
            return StaticFilesStorage.url(self, name)
        return str(super().url(name, force))
