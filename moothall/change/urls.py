"""The addresses of the change room."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from moothall.change.views import benefits as value
from moothall.change.views import consultations, engagements, maps, public
from moothall.change.views import stakeholders as people

app_name = "change"


def unbuilt(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    """Stands where a page is being built."""
    raise NotImplementedError


urlpatterns = [
    path("", unbuilt, name="list"),
    path("portfolio/", unbuilt, name="portfolio"),
    path("value/", unbuilt, name="mine"),
    # Plans and objectives
    path("plans/", unbuilt, name="plans"),
    path("plans/new/", unbuilt, name="plan_new"),
    path("plans/import/", unbuilt, name="plan_import"),
    path("plans/<int:pk>/", unbuilt, name="plan"),
    path("plans/<int:pk>/edit/", unbuilt, name="plan_edit"),
    path("plans/<int:pk>/replace/", unbuilt, name="plan_replace"),
    path("plans/<int:pk>/csv/", unbuilt, name="plan_csv"),
    path("plans/<int:pk>/objectives/new/", unbuilt, name="objective_new"),
    path("objectives/<int:pk>/", unbuilt, name="objective"),
    path("objectives/<int:pk>/edit/", unbuilt, name="objective_edit"),
    path("objectives/<int:pk>/remove/", unbuilt, name="objective_remove"),
    # Measures
    path("measures/", unbuilt, name="measures"),
    path("objectives/<int:pk>/measures/new/", unbuilt, name="measure_new"),
    path("measures/<int:pk>/", unbuilt, name="measure"),
    path("measures/<int:pk>/edit/", unbuilt, name="measure_edit"),
    path("measures/<int:pk>/plan/", unbuilt, name="measure_plan"),
    path("measures/<int:pk>/watch/", unbuilt, name="measure_watch"),
    path("measures/<int:pk>/retire/", unbuilt, name="measure_retire"),
    path("measures/<int:pk>/remove/", unbuilt, name="measure_remove"),
    path("measures/<int:pk>/read/", unbuilt, name="read"),
    path("readings/<int:pk>/correct/", unbuilt, name="correct"),
    # Initiatives
    path("new/", unbuilt, name="new"),
    path("<int:pk>/", unbuilt, name="initiative"),
    path("<int:pk>/edit/", unbuilt, name="edit"),
    path("<int:pk>/people/", unbuilt, name="people"),
    path("<int:pk>/accept/", unbuilt, name="accept"),
    path("<int:pk>/objectives/", unbuilt, name="objectives"),
    path("<int:pk>/appraisals/", unbuilt, name="appraisals"),
    path("<int:pk>/touches/", unbuilt, name="touches"),
    path("<int:pk>/begin/", unbuilt, name="begin"),
    path("<int:pk>/past/", unbuilt, name="past"),
    path("<int:pk>/review/", unbuilt, name="review"),
    path("<int:pk>/close/", unbuilt, name="close"),
    path("<int:pk>/confirm/", unbuilt, name="confirm"),
    path("<int:pk>/purpose/<str:part>/", unbuilt, name="purpose"),
    path("<int:pk>/report/", unbuilt, name="report"),
    path("<int:pk>/report.pdf", unbuilt, name="report_pdf"),
    # Stakeholders and engagement
    path("<int:pk>/stakeholders/", people.every, name="stakeholders"),
    path("<int:pk>/stakeholders/new/", people.new, name="stakeholder_new"),
    path("stakeholders/<int:pk>/edit/", people.edit, name="stakeholder_edit"),
    path("stakeholders/<int:pk>/remove/", people.remove, name="stakeholder_remove"),
    path("<int:pk>/engagements/new/", engagements.new, name="engagement_new"),
    path("engagements/<int:pk>/", engagements.engagement, name="engagement"),
    path("engagements/<int:pk>/edit/", engagements.edit, name="engagement_edit"),
    # Open consultations
    path("public/", public.every, name="public_consultations"),
    path("public/<int:pk>/", public.consultation, name="public_consultation"),
    path("engagements/<int:pk>/consultation/", consultations.write, name="consultation_write"),
    path("consultations/<int:pk>/", consultations.consultation, name="consultation"),
    path("consultations/<int:pk>/publish/", consultations.publish, name="consultation_publish"),
    path("consultations/<int:pk>/answers/", consultations.answers, name="answers"),
    path("answers/<int:pk>/", consultations.moderate, name="answer"),
    path("consultations/<int:pk>/themes/new/", consultations.theme_new, name="theme_new"),
    path("themes/<int:pk>/edit/", consultations.theme_edit, name="theme_edit"),
    path("themes/<int:pk>/remove/", consultations.theme_remove, name="theme_remove"),
    path("consultations/<int:pk>/tell/", consultations.tell, name="consultation_tell"),
    # Benefits and their map
    path("<int:pk>/benefits/", value.every, name="benefits"),
    path("<int:pk>/benefits/new/", value.new, name="benefit_new"),
    path("benefits/<int:pk>/", value.benefit, name="benefit"),
    path("benefits/<int:pk>/edit/", value.edit, name="benefit_edit"),
    path("benefits/<int:pk>/drop/", value.drop, name="benefit_drop"),
    path("benefits/<int:pk>/review/", value.review, name="benefit_review"),
    path("<int:pk>/map/", maps.whole, name="map"),
    path("<int:pk>/map/add/", maps.add, name="node_new"),
    path("nodes/<int:pk>/edit/", maps.edit, name="node_edit"),
    path("nodes/<int:pk>/remove/", maps.remove, name="node_remove"),
    path("<int:pk>/map/join/", maps.join, name="join"),
    path("edges/<int:pk>/part/", maps.part, name="part"),
]
