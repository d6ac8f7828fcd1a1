"""The addresses of the risks room."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from moothall.risks.views import registers, starters

app_name = "risks"


def unbuilt(request: HttpRequest, **parts: object) -> HttpResponse:
    """A page that its owner has not built yet: every use of this goes before the room is merged."""
    raise Http404


urlpatterns = [
    path("", unbuilt, name="list"),
    path("new/", unbuilt, name="new"),
    path("<int:pk>/", unbuilt, name="appraisal"),
    path("<int:pk>/edit/", unbuilt, name="edit"),
    path("<int:pk>/people/", unbuilt, name="people"),
    path("<int:pk>/publish/", unbuilt, name="publish"),
    path("<int:pk>/close/", unbuilt, name="close"),
    path("<int:pk>/open-again/", unbuilt, name="open_again"),
    path("<int:pk>/board/", unbuilt, name="work"),
    path("<int:pk>/options/", unbuilt, name="options"),
    path("option/<int:pk>/", unbuilt, name="option"),
    path("<int:pk>/risks/new/", unbuilt, name="risk_new"),
    path("risk/<int:pk>/", unbuilt, name="risk"),
    path("risk/<int:pk>/edit/", unbuilt, name="risk_edit"),
    path("exposure/<int:pk>/", unbuilt, name="exposure"),
    path("exposure/<int:pk>/classify/", unbuilt, name="classify"),
    path("exposure/<int:pk>/compare/", unbuilt, name="compare"),
    path("<int:pk>/steps/new/", unbuilt, name="response_new"),
    path("step/<int:pk>/", unbuilt, name="response"),
    path("step/<int:pk>/edit/", unbuilt, name="response_edit"),
    path("<int:pk>/propose/", unbuilt, name="propose"),
    path("<int:pk>/challenges/", unbuilt, name="challenges"),
    path("<int:pk>/decide/", unbuilt, name="decide"),
    path("<int:pk>/review/", unbuilt, name="review"),
    path("<int:pk>/report/", unbuilt, name="report"),
    path("<int:pk>/report.pdf", unbuilt, name="report_pdf"),
    path("<int:pk>/comment/", unbuilt, name="comment"),
    path("starters/", starters.choose, name="starters"),
    path("starters/<slug:slug>/", starters.begin, name="starter"),
    path("<int:pk>/at-hand/", starters.at_hand, name="at_hand"),
    path("<int:pk>/bring-in/", registers.bring_in, name="bring_in"),
    path("<int:pk>/risks.csv", registers.export, name="export"),
    path("imports/<int:pk>/", registers.report, name="register_import"),
    path("risks.csv", registers.empty, name="empty_register"),
    path("register/", unbuilt, name="register"),
    path("scales/", unbuilt, name="scales"),
    path("scales/new/", unbuilt, name="scale_new"),
    path("appetite/", unbuilt, name="appetite"),
    path("incidents/", unbuilt, name="incidents"),
    path("incidents/report/", unbuilt, name="incident_new"),
    path("incidents/<int:pk>/", unbuilt, name="incident"),
]
