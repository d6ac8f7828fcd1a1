"""One view."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from moothall.people.models import Team


def bare(request: HttpRequest) -> HttpResponse:
    """The least a signed-in page can do."""
    team = Team.objects.order_by("pk").first()
    words = f"<p>{request.user} {team}</p>".encode()
    return HttpResponse(words, headers={"Content-Length": str(len(words))})


urlpatterns = [path("healthz", lambda request: HttpResponse("up")), path("bare", bare)]
