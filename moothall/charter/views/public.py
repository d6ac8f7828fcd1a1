"""What anybody may read: the charter, and who lets their name stand beside it. No session is opened."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from moothall.charter.models import Charter
from moothall.charter.queries import documents, reading
from moothall.kit.publicly import for_anybody


@for_anybody
def charter(request: HttpRequest) -> HttpResponse:
    """The charter as it stands, for anybody to read and to take."""
    found = _current()
    context = {
        "charter": found,
        "commitments": found.commitments.order_by("number"),
        "stands": reading.in_public(found),
    }
    return render(request, "charter/public.html", context)


@for_anybody
def markdown(request: HttpRequest) -> HttpResponse:
    """The charter as the text of which the hash is taken."""
    found = _current()
    return HttpResponse(
        found.wording().markdown,
        content_type="text/markdown; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="charter-{found.number}.md"'},
    )


@for_anybody
def as_json(request: HttpRequest) -> HttpResponse:
    """The charter for another hall, or for any program."""
    found = _current()
    address = request.build_absolute_uri(reverse("charter:public_charter"))
    council = settings.MOOTHALL_COUNCIL.name
    given = documents.as_json(found, reading.in_public(found), council=council, address=address)
    return JsonResponse(given, json_dumps_params={"ensure_ascii": False, "indent": 2})


def _current() -> Charter:
    return get_object_or_404(Charter.objects.adopted().order_by("-number")[:1])
