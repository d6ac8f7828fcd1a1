"""People."""

from django.urls import path

from moothall.people.views import directory, door, founding, joiners, records, tables, teams

app_name = "people"

urlpatterns = [
    path("", directory.directory, name="directory"),
    path("first-run/", founding.first_run, name="first_run"),
    path("tables/", tables.begin, name="tables"),
    path("me/", directory.me, name="me"),
    path("add/", joiners.add, name="add"),
    path("manage/", joiners.manage, name="manage"),
    path("teams/", teams.teams, name="teams"),
    path("teams/add/", teams.add, name="team_add"),
    path("teams/<int:pk>/", teams.function, name="team_function"),
    path("corrections/", records.corrections, name="corrections"),
    path("corrections/<int:pk>/", records.answer, name="answer_correction"),
    path("data/", records.mine, name="data"),
    path("data/download/", records.download_mine, name="download_data"),
    path("invitation/<str:token>/", door.invitation, name="invitation"),
    path("welcome/", door.begin, name="welcome"),
    path("welcome/passkey/", door.passkey, name="welcome_passkey"),
    path("welcome/password/", door.password, name="welcome_password"),
    path("welcome/profile/", door.profile, name="welcome_profile"),
    path("<slug:handle>/", directory.profile, name="profile"),
    path("<slug:handle>/edit/", directory.edit, name="edit"),
    path("<slug:handle>/manage/", joiners.look_after, name="look_after"),
    path("<slug:handle>/code/", joiners.code, name="code"),
    path("<slug:handle>/invite/", joiners.invite, name="invite"),
    path("<slug:handle>/withdraw/", joiners.withdraw, name="withdraw"),
    path("<slug:handle>/correct/", joiners.correct, name="correct"),
    path("<slug:handle>/move/", joiners.move, name="move"),
    path("<slug:handle>/roles/", joiners.roles, name="roles"),
    path("<slug:handle>/deactivate/", joiners.deactivate, name="deactivate"),
    path("<slug:handle>/reactivate/", joiners.reactivate, name="reactivate"),
    path("<slug:handle>/export/", records.export_of, name="export"),
]
