"""The addresses at which requests come in: of anybody, of a colleague, and letters that wait."""

from django.urls import path

from moothall.disclosure.views import asking, received

urlpatterns = [
    path("make/", asking.make_request, name="make_request"),
    path("make/<str:seal>/", asking.request_made, name="request_made"),
    path("pass-on/", received.pass_on, name="pass_on"),
    path("came/", received.letters, name="came"),
    path("came/<int:pk>/", received.letter, name="came_letter"),
    path("came/<int:pk>/original/", received.original, name="came_original"),
]
