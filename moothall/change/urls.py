"""The addresses of the change room."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from moothall.change.views import (
    benefits,
    consultations,
    delivery,
    engagements,
    initiatives,
    maps,
    measures,
    people,
    plan_files,
    plans,
    public,
    readings,
    stakeholders,
    touching,
)

app_name = "change"


def unbuilt(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    """Stands where a page is being built."""
    raise NotImplementedError


urlpatterns = [
    path("", initiatives.every, name="list"),
    path("portfolio/", unbuilt, name="portfolio"),
    path("value/", initiatives.mine, name="mine"),
    # Plans and objectives
    path("plans/", plans.every, name="plans"),
    path("plans/new/", plans.new, name="plan_new"),
    path("plans/import/", plan_files.bring_in, name="plan_import"),
    path("plans/empty.csv", plan_files.empty, name="plans_empty"),
    path("plans/<int:pk>/", plans.one, name="plan"),
    path("plans/<int:pk>/edit/", plans.edit, name="plan_edit"),
    path("plans/<int:pk>/replace/", plans.replace, name="plan_replace"),
    path("plans/<int:pk>/csv/", plan_files.export, name="plan_csv"),
    path("plans/<int:pk>/objectives/new/", plans.objective_new, name="objective_new"),
    path("objectives/<int:pk>/", plans.objective, name="objective"),
    path("objectives/<int:pk>/edit/", plans.objective_edit, name="objective_edit"),
    path("objectives/<int:pk>/remove/", plans.objective_remove, name="objective_remove"),
    # Measures
    path("measures/", measures.every, name="measures"),
    path("objectives/<int:pk>/measures/new/", measures.new, name="measure_new"),
    path("measures/<int:pk>/", measures.one, name="measure"),
    path("measures/<int:pk>/edit/", measures.edit, name="measure_edit"),
    path("measures/<int:pk>/plan/", measures.plan, name="measure_plan"),
    path("measures/<int:pk>/watch/", measures.watch, name="measure_watch"),
    path("measures/<int:pk>/retire/", measures.retire, name="measure_retire"),
    path("measures/<int:pk>/remove/", measures.remove, name="measure_remove"),
    path("measures/<int:pk>/read/", readings.read, name="read"),
    path("readings/<int:pk>/correct/", readings.correct, name="correct"),
    # Initiatives
    path("new/", initiatives.new, name="new"),
    path("<int:pk>/", initiatives.initiative, name="initiative"),
    path("<int:pk>/edit/", initiatives.edit, name="edit"),
    path("<int:pk>/people/", people.people, name="people"),
    path("<int:pk>/accept/", people.accept, name="accept"),
    path("<int:pk>/objectives/", touching.objectives, name="objectives"),
    path("<int:pk>/appraisals/", touching.appraisals_of, name="appraisals"),
    path("<int:pk>/touches/", touching.touches, name="touches"),
    path("<int:pk>/begin/", delivery.begin, name="begin"),
    path("<int:pk>/past/", delivery.past, name="past"),
    path("<int:pk>/review/", delivery.review, name="review"),
    path("<int:pk>/close/", delivery.close, name="close"),
    path("<int:pk>/confirm/", delivery.confirm, name="confirm"),
    path("<int:pk>/purpose/<str:part>/", delivery.purpose, name="purpose"),
    path("<int:pk>/report/", unbuilt, name="report"),
    path("<int:pk>/report.pdf", unbuilt, name="report_pdf"),
    # Stakeholders and engagement
    path("<int:pk>/stakeholders/", stakeholders.every, name="stakeholders"),
    path("<int:pk>/stakeholders/new/", stakeholders.new, name="stakeholder_new"),
    path("stakeholders/<int:pk>/edit/", stakeholders.edit, name="stakeholder_edit"),
    path("stakeholders/<int:pk>/remove/", stakeholders.remove, name="stakeholder_remove"),
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
    path("<int:pk>/benefits/", benefits.every, name="benefits"),
    path("<int:pk>/benefits/new/", benefits.new, name="benefit_new"),
    path("benefits/<int:pk>/", benefits.benefit, name="benefit"),
    path("benefits/<int:pk>/edit/", benefits.edit, name="benefit_edit"),
    path("benefits/<int:pk>/drop/", benefits.drop, name="benefit_drop"),
    path("benefits/<int:pk>/review/", benefits.review, name="benefit_review"),
    path("<int:pk>/map/", maps.whole, name="map"),
    path("<int:pk>/map/add/", maps.add, name="node_new"),
    path("nodes/<int:pk>/edit/", maps.edit, name="node_edit"),
    path("nodes/<int:pk>/remove/", maps.remove, name="node_remove"),
    path("<int:pk>/map/join/", maps.join, name="join"),
    path("edges/<int:pk>/part/", maps.part, name="part"),
]
