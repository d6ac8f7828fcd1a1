"""Files that come with a form: refused in words when they are too many bytes, a stranger's, or the disk is full."""

from http import HTTPStatus
from typing import Any, cast

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.files.uploadhandler import StopFutureHandlers, TemporaryFileUploadHandler
from django.utils.translation import gettext as _

from moothall.kit.templatetags.kit import filesize

from . import allowance
from .kinds import kinds
from .refusals import Refused, a_full_disk_in_words

SLACK = 1_000_000  # bytes of a form beside its files


class RefusedFile(SimpleUploadedFile):
    """The place of a file that was not taken, with the reason for its field."""

    def __init__(self, name: str, refused: Refused) -> None:
        super().__init__(name or "file", b"")
        self.refused = refused


class CarefulHandler(TemporaryFileUploadHandler):
    """Writes a file that came with a form into a temporary file, unless there is a reason not to."""

    _refused: Refused | None = None

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any) -> None:  # noqa: N803
        """Decide before the first byte, by what the browser says it sends."""
        try:
            self._check(content_length)
        except Refused as refused:
            self._refused = refused

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        """Open a temporary file, when it is wanted."""
        self.file_name = file_name
        if self._refused is None:
            try:
                with a_full_disk_in_words():
                    super().new_file(field_name, file_name, *args, **kwargs)
            except Refused as refused:
                self._refused = refused
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write on; what is refused is read past."""
        if self._refused is not None:
            return
        try:
            with a_full_disk_in_words():
                super().receive_data_chunk(raw_data, start)
        except Refused as refused:
            self._refused = refused
            self.file.close()

    def file_complete(self, file_size: int) -> UploadedFile[Any]:
        """The file, or the reason why there is none."""
        if self._refused is None:
            try:
                with a_full_disk_in_words():
                    self.file.flush()
            except Refused as refused:
                self._refused = refused
                self.file.close()
        if self._refused is not None:
            return RefusedFile(self.file_name or "", self._refused)
        return cast("UploadedFile[Any]", super().file_complete(file_size))

    def _check(self, content_length: int) -> None:
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            raise Refused(_("Sign in, then choose the file again."), HTTPStatus.FORBIDDEN)
        most = max((kind.plain() for kind in kinds if kind.may(user)), default=0)
        if content_length > most + SLACK:
            words = _("Together the files are %(size)s. A form can bring at most %(most)s at once.")
            given = {"size": filesize(content_length), "most": filesize(most)}
            raise Refused(words % given, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        allowance.check_temporary_disk(content_length)
