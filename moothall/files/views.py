"""Sending a file in parts: begin, ask how far it is, send a part, finish, give up. Answers are JSON, with words.

And one page for administrators.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from moothall.kit import throttle
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.kit.registries import Person

from . import queries, receiving, sniffing
from .kinds import kind_for
from .models import Upload
from .refusals import Refused, no_such_upload

View = Callable[..., HttpResponseBase]
_UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY
LONGEST = 18  # digits of a size or an offset


def _answers(view: View) -> View:
    """Answer refusals as JSON, and whoever sends too much with 429 and the seconds to wait."""

    @never_cache
    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        wait = throttle.take(request, "upload") if request.method in throttle.UNSAFE else 0
        if wait:
            return JsonResponse({"error": throttle.words(wait)}, status=429, headers={"Retry-After": str(wait)})
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            answer: dict[str, Any] = {"error": refused.words}
            if refused.offset is not None:
                answer["offset"] = refused.offset
            return JsonResponse(answer, status=refused.status)

    return run


@require_POST
@_answers
def begin(request: HttpRequest) -> HttpResponseBase:
    """Make a place for a file of this `name` and `size`, of one `kind`."""
    kind = kind_for(request.POST.get("kind", ""), _me(request))
    size = _number(request.POST.get("size", ""))
    if kind is None or size is None:
        raise Refused(_("Say what is uploaded, and how large it is."), _UNPROCESSABLE)
    upload = receiving.begin(_me(request), kind=kind, name=request.POST.get("name", ""), size=size)
    return JsonResponse(_state(upload), status=HTTPStatus.CREATED)


@require_http_methods(["GET", "HEAD", "PUT", "DELETE"])
@_answers
def upload(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """How far an upload is; PUT adds a part at `offset`, DELETE gives it up."""
    found = _mine(request, pk)
    if request.method == "DELETE":
        receiving.abandon(found)
        return JsonResponse({})
    if request.method == "PUT":
        offset = _number(request.GET.get("offset", ""))
        if offset is None:
            raise Refused(_("Say where this part begins."), _UNPROCESSABLE)
        data, digest = _part(request), request.headers.get("X-Part-SHA256", "")
        found = receiving.take_part(found, offset=offset, data=data, digest=digest)
    return JsonResponse(_state(found))


@require_POST
@_answers
def finish(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Check the whole, by its `sha256` or by that of its parts' digests (`parts_sha256`), and keep it."""
    digest, of_parts = request.POST.get("sha256", "").lower(), request.POST.get("parts_sha256", "").lower()
    if not digest and not of_parts:
        raise Refused(_("Send the SHA-256 of the file, or that of its parts."), _UNPROCESSABLE)
    return JsonResponse(_state(receiving.finish(_mine(request, pk), digest=digest, digest_of_parts=of_parts)))


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """How many files search looks into, and why not into the others: numbers for administrators, and no names."""
    require(_me(request).has_role("administrator"))
    return page(request, "files/coverage.html", {"coverage": queries.coverage()})


def _me(request: HttpRequest) -> Person:
    return cast(Person, request.user)  # behind the door: never a stranger


def _mine(request: HttpRequest, pk: UUID) -> Upload:
    found = Upload.objects.visible_to(_me(request)).select_related("blob").filter(pk=pk).first()
    if found is None:
        raise no_such_upload()
    return found


def _part(request: HttpRequest) -> bytes:
    """Read a part whole, before anything is held for it; never more than one."""
    length = _number(request.headers.get("Content-Length", ""))
    if length is None:
        raise Refused(_("Say how long this part is."), HTTPStatus.LENGTH_REQUIRED)
    if length > receiving.PART:
        raise Refused(_("This part is too long."), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    data = request.read(length)
    if len(data) != length:
        raise Refused(_("This part did not come whole. Send it again."), HTTPStatus.BAD_REQUEST)
    return data


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST else None


def _state(upload: Upload) -> dict[str, Any]:
    finished = upload.blob if upload.is_finished else None
    return {
        "id": str(upload.pk),
        "url": reverse("files:upload", args=[upload.pk]),
        "name": upload.name,
        "size": upload.size,
        "offset": upload.received,
        "part": receiving.PART,
        "expires": upload.expires.isoformat(),
        "finished": finished is not None,
        "sha256": finished.sha256 if finished else None,
        "remark": sniffing.remark(name=upload.name, content_type=upload.content_type) if finished else "",
    }
