"""The addresses of searches, attestations and what councillors hold."""

from django.urls import path

from moothall.disclosure.views import searches

urlpatterns = [
    path("<int:pk>/searches/", searches.searches, name="searches"),
    path("<int:pk>/not-searched/", searches.not_searched, name="not_searched"),
    path("<int:pk>/not-searched/<slug:show>/", searches.not_searched_list, name="not_searched_list"),
    path("<int:pk>/not-held/", searches.not_held, name="not_held"),
    path("<int:pk>/hold/", searches.hold, name="hold"),
    path("<int:pk>/attest/", searches.ask, name="ask_to_attest"),
    path("attestations/<int:pk>/", searches.attest, name="attest"),
    path("own/", searches.own, name="own"),
    path("searched/", searches.told, name="told"),
]
