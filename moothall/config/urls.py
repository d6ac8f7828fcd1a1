"""The street plan: each room under its own prefix, while it is switched on."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

from moothall.kit.apps import is_on

PREFIXES = {
    "home": "",
    "people": "people/",
    "files": "files/",
    "notices": "notices/",
    "spaces": "spaces/",
    "mail": "mail/",
    "policies": "policies/",
    "records": "records/",
    "lessons": "lessons/",
    "risks": "risks/",
    "change": "change/",
    "disclosure": "requests/",
    "charter": "charter/",
    "search": "find/",
    "audit": "audit/",
}

urlpatterns = [
    path("account/", include("moothall.people.entrance")),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("account/", include("moothall.people.sso.urls")),
    path("", include("moothall.kit.urls")),
    *(
        path(PREFIXES[room], include(f"moothall.{room}.urls"))
        for room in settings.ROOMS
        if room in PREFIXES and is_on(room) and find_spec(f"moothall.{room}.urls")
    ),
]

handler400 = "moothall.kit.views.bad_request"
handler403 = "moothall.kit.views.forbidden"
handler404 = "moothall.kit.views.not_found"
handler500 = "moothall.kit.views.broken"
