"""Sending a blob to a browser so that nothing in it can act in our name."""

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from . import blobs
from .models import Blob
from .uploads import clean_name

OCTETS = "application/octet-stream"
INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
# What we are willing to call a file. A browser acts on HTML, SVG and XML, so those are only ever octets.
KNOWN = INLINE | {
    "application/gzip",
    "application/json",
    "application/msword",
    "application/pdf",
    "application/rtf",
    "application/vnd.ms-excel",
    "application/vnd.ms-outlook",
    "application/vnd.ms-powerpoint",
    "application/zip",
    "audio/mpeg",
    "audio/mp4",
    "audio/ogg",
    "image/bmp",
    "image/heic",
    "image/tiff",
    "message/rfc822",
    "text/calendar",
    "text/csv",
    "text/plain",
    "video/mp4",
    "video/webm",
    f"{_OFFICE}presentationml.presentation",
    f"{_OFFICE}spreadsheetml.sheet",
    f"{_OFFICE}wordprocessingml.document",
    f"{_OPEN}presentation",
    f"{_OPEN}spreadsheet",
    f"{_OPEN}text",
}
_START = 16  # bytes that tell the images apart
_MAGIC = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/webp": (b"RIFF",),
}


def download(blob: Blob, *, name: str, content_type: str, inline: bool = False) -> HttpResponseBase:
    """Send a blob, as an attachment unless `inline` asks to show it and it is an image of a safe kind.

    The sender's content type is used only when we know it as harmless. Raises Damaged.
    """
    kind = safe_type(content_type)
    header = "text/plain; charset=utf-8" if kind == "text/plain" else kind
    file = blobs.open_(blob)
    start = file.read(_START)
    file.seek(0)
    shown = inline and kind in INLINE and _is(kind, start)
    response: HttpResponseBase
    if blob.size > blobs.IN_MEMORY:
        response = FileResponse(file, content_type=header)
        response["Content-Length"] = str(blob.size)
    else:
        with file:
            response = HttpResponse(file.read(), content_type=header)
    response["Content-Disposition"] = content_disposition_header(not shown, clean_name(name)) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


def _is(kind: str, start: bytes) -> bool:
    return start.startswith(_MAGIC[kind]) and (kind != "image/webp" or start[8:12] == b"WEBP")


def safe_type(content_type: str) -> str:
    """Give the content type without its parameters when it is one of ours, else plain octets."""
    kind = content_type.partition(";")[0].strip().lower()
    return kind if kind in KNOWN else OCTETS
