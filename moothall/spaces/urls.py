"""Spaces."""

from django.urls import path

from moothall.spaces.views import conversations, looking_after, members, posts, spaces

app_name = "spaces"

urlpatterns = [
    path("", spaces.every, name="list"),
    path("new/", spaces.create, name="new"),
    path("unattended/", looking_after.unattended, name="unattended"),
    path("unattended/<int:pk>/", looking_after.appoint, name="appoint"),
    path("conversations/<int:pk>/", conversations.conversation, name="conversation"),
    path("conversations/<int:pk>/rename/", conversations.rename, name="rename"),
    path("posts/<int:pk>/", posts.post, name="post"),
    path("posts/<int:pk>/edit/", posts.edit, name="edit_post"),
    path("posts/<int:pk>/versions/", posts.versions, name="versions"),
    path("posts/<int:pk>/remove/", posts.remove, name="remove_post"),
    path("files/<int:pk>/", posts.attachment, name="attachment"),
    path("<slug:slug>/", spaces.space, name="space"),
    path("<slug:slug>/start/", conversations.start, name="start"),
    path("<slug:slug>/edit/", looking_after.edit, name="edit"),
    path("<slug:slug>/openness/", looking_after.openness, name="openness"),
    path("<slug:slug>/official/", looking_after.official, name="official"),
    path("<slug:slug>/people/", members.people, name="people"),
    path("<slug:slug>/people/<int:pk>/remove/", members.remove, name="remove_member"),
    path("<slug:slug>/people/<int:pk>/facilitator/", members.make_facilitator, name="make_facilitator"),
    path("<slug:slug>/step-down/", members.step_down, name="step_down"),
    path("<slug:slug>/join/", members.join, name="join"),
    path("<slug:slug>/leave/", members.leave, name="leave"),
]
