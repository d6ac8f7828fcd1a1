"""The addresses of the charter room."""

from django.urls import path

from moothall.charter.views import cards, charters, journal, public, signing

app_name = "charter"
urlpatterns = [
    path("", charters.charter, name="charter"),
    path("versions/", charters.versions, name="versions"),
    path("versions/<int:number>/", charters.version, name="version"),
    path("versions/<int:number>/signatures/", signing.every, name="signatures"),
    path("draft/", charters.draft, name="draft"),
    path("draft/begin/", charters.begin, name="begin"),
    path("draft/borrow/", charters.borrow, name="borrow"),
    path("draft/write/", charters.write, name="write"),
    path("draft/adopt/", charters.adopt, name="adopt"),
    path("draft/drop/", charters.drop, name="drop"),
    path("sign/", signing.sign, name="sign"),
    path("signatures/<int:pk>/take-back/", signing.take_back, name="take_back"),
    path("signatures/<int:pk>/show/", signing.show, name="show"),
    path("invite/", signing.invite, name="invite"),
    path("journal/", journal.every, name="journal"),
    path("journal/write/", journal.write, name="write_entry"),
    path("journal/week/", journal.look_back, name="look_back"),
    path("journal/<int:pk>/", journal.entry, name="entry"),
    path("journal/<int:pk>/edit/", journal.edit, name="edit_entry"),
    path("journal/<int:pk>/tear-out/", journal.tear_out, name="tear_out"),
    path("journal/<int:pk>/lesson/", journal.begin_lesson, name="begin_lesson"),
    path("cards/", cards.every, name="cards"),
    path("cards/<int:pk>/", cards.initiative, name="card"),
    path("cards/mine/", cards.show, name="show_card"),
    path("cards/people/<slug:handle>/", cards.person, name="person_card"),
    path("cards/teams/<int:pk>/", cards.team, name="team_card"),
    path("value/", cards.mine, name="value"),
    path("public/", public.charter, name="public_charter"),
    path("public/charter.md", public.markdown, name="charter_markdown"),
    path("public/charter.json", public.as_json, name="charter_json"),
]
