"""The addresses of the risks room."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from moothall.risks.views import (
    answering,
    board,
    deciding,
    judging,
    keeping,
    naming,
    options,
    public,
    publishing,
    reading,
    registers,
    reports,
    resting,
    starters,
    steps,
)

app_name = "risks"


def unbuilt(request: HttpRequest, **parts: object) -> HttpResponse:
    """A page that its owner has not built yet: every use of this goes before the room is merged."""
    raise Http404


urlpatterns = [
    path("", reading.every, name="list"),
    path("new/", keeping.new, name="new"),
    path("<int:pk>/", reading.appraisal, name="appraisal"),
    path("<int:pk>/edit/", keeping.edit, name="edit"),
    path("<int:pk>/people/", keeping.people, name="people"),
    path("<int:pk>/publish/", publishing.publish, name="publish"),
    path("<int:pk>/close/", keeping.close, name="close"),
    path("<int:pk>/open-again/", keeping.open_again, name="open_again"),
    path("<int:pk>/board/", board.work, name="work"),
    path("<int:pk>/options/", options.options, name="options"),
    path("option/<int:pk>/", options.option, name="option"),
    path("option/<int:pk>/edit/", options.edit, name="option_edit"),
    path("option/<int:pk>/compare/", judging.compare_option, name="option_compare"),
    path("<int:pk>/risks/new/", naming.new, name="risk_new"),
    path("risk/<int:pk>/", reading.risk, name="risk"),
    path("risk/<int:pk>/edit/", naming.edit, name="risk_edit"),
    path("exposure/<int:pk>/", answering.exposure, name="exposure"),
    path("exposure/<int:pk>/steps/<int:treatment>/end/", answering.stop, name="stop_serving"),
    path("exposure/<int:pk>/classify/", judging.classify, name="classify"),
    path("exposure/<int:pk>/compare/", judging.compare, name="compare"),
    path("<int:pk>/steps/new/", steps.new, name="response_new"),
    path("step/<int:pk>/", steps.response, name="response"),
    path("step/<int:pk>/edit/", steps.edit, name="response_edit"),
    path("<int:pk>/propose/", deciding.propose, name="propose"),
    path("<int:pk>/challenges/", deciding.challenges, name="challenges"),
    path("challenge/<int:pk>/answer/", deciding.answer, name="challenge_answer"),
    path("<int:pk>/decide/", deciding.decide, name="decide"),
    path("<int:pk>/review/", deciding.review, name="review"),
    path("<int:pk>/report/", reports.report, name="report"),
    path("<int:pk>/report.pdf", reports.report_pdf, name="report_pdf"),
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
    path("option/<int:pk>/rests/", resting.rests, name="rests"),
    path("rests/<int:pk>/no-longer/", resting.rests_no_longer, name="rests_no_longer"),
    path("public/", public.every, name="public_list"),
    path("public/<int:pk>/", public.appraisal, name="public_appraisal"),
]
