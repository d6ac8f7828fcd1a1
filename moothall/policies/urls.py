"""Addresses of the policies room; each noun has its own list."""

from django.urls import path

from moothall.policies.views import agreement, drafts, gates, keeping, policies, public, requirements, versions

app_name = "policies"
urlpatterns = [
    path("", policies.every, name="list"),
    path("tree/", policies.tree, name="tree"),
    path("new/", keeping.create, name="new"),
    path("public/", public.every, name="public_list"),
    path("public/<slug:slug>/", public.policy, name="public_policy"),
    path("public/<slug:slug>/versions/<int:number>/", public.version, name="public_version"),
    path("comments/<int:pk>/answer/", agreement.answer, name="answer"),
    path("asks/<int:pk>/", agreement.endorse, name="endorse"),
    path("asks/<int:pk>/without/", agreement.go_on_without, name="without"),
    path("gate/<slug:capability>/", gates.gate, name="gate"),
    path("acknowledged/", gates.mine, name="acknowledged"),
    path("asked/<int:pk>/", requirements.requirement, name="requirement"),
    path("asked/<int:pk>/remind/", requirements.remind, name="remind"),
    path("asked/<int:pk>/end/", requirements.end, name="end_requirement"),
    path("asked/<int:pk>/table/", requirements.export, name="requirement_table"),
    path("questions/<int:pk>/remove/", requirements.remove_question, name="remove_question"),
    path("<slug:slug>/", policies.policy, name="policy"),
    path("<slug:slug>/history/", versions.history, name="history"),
    path("<slug:slug>/clauses/<str:number>/", versions.clause, name="clause"),
    path("<slug:slug>/versions/<int:number>/", versions.version, name="version"),
    path("<slug:slug>/versions/<int:number>/agreement/", versions.agreement, name="agreement"),
    path("<slug:slug>/compare/<int:old>/<int:new>/", versions.compare, name="compare"),
    path("<slug:slug>/draft/", drafts.draft, name="draft"),
    path("<slug:slug>/draft/begin/", drafts.begin, name="begin"),
    path("<slug:slug>/draft/plan/", drafts.plan, name="plan"),
    path("<slug:slug>/draft/adopt/", drafts.adopt, name="adopt"),
    path("<slug:slug>/draft/ask/", agreement.ask, name="ask"),
    path("<slug:slug>/draft/comment/", agreement.comment, name="comment"),
    path("<slug:slug>/draft/<str:language>/", drafts.write, name="write"),
    path("<slug:slug>/draft/<str:language>/drop/", drafts.drop, name="drop"),
    path("<slug:slug>/owner/", keeping.owner, name="owner"),
    path("<slug:slug>/review/", keeping.review, name="review"),
    path("<slug:slug>/audience/", keeping.audience, name="audience"),
    path("<slug:slug>/builds-on/", keeping.builds_on, name="builds_on"),
    path("<slug:slug>/publish/", keeping.publish, name="publish"),
    path("<slug:slug>/withdraw/", keeping.withdraw, name="withdraw"),
    path("<slug:slug>/acknowledgement/", requirements.requirements, name="requirements"),
    path("<slug:slug>/check/", requirements.check, name="check"),
]
