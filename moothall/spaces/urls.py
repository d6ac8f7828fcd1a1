"""Spaces."""

from django.urls import path

from moothall.spaces.views import (
    conversations,
    drafts,
    feeds,
    hearing,
    looking_after,
    members,
    posts,
    relying,
    spaces,
    welcome,
)

app_name = "spaces"

urlpatterns = [
    path("", spaces.every, name="list"),
    path("new/", spaces.create, name="new"),
    path("welcome/", welcome.join, name="welcome"),
    path("welcome/hello/", welcome.hello, name="hello"),
    path("write/", conversations.write, name="write"),
    path("drafts/", drafts.mine, name="drafts"),
    path("drafts/keep/", drafts.keep, name="keep_draft"),
    path("drafts/<int:pk>/discard/", drafts.discard, name="discard_draft"),
    path("feeds/", feeds.keys, name="feeds"),
    path("feeds/<int:pk>/revoke/", feeds.revoke, name="revoke_feed_key"),
    path("feed/<str:secret>/", feeds.followed, name="feed"),
    path("feed/<str:secret>/<slug:slug>/", feeds.of_space, name="space_feed"),
    path("unattended/", looking_after.unattended, name="unattended"),
    path("unattended/<int:pk>/", looking_after.appoint, name="appoint"),
    path("conversations/<int:pk>/", conversations.conversation, name="conversation"),
    path("conversations/<int:pk>/rename/", conversations.rename, name="rename"),
    path("conversations/<int:pk>/unread/", hearing.unread_from, name="unread"),
    path("conversations/<int:pk>/hear/", hearing.conversation, name="hear_conversation"),
    path("posts/<int:pk>/", posts.post, name="post"),
    path("posts/<int:pk>/edit/", posts.edit, name="edit_post"),
    path("posts/<int:pk>/versions/", posts.versions, name="versions"),
    path("posts/<int:pk>/remove/", posts.remove, name="remove_post"),
    path("relying/<slug:slug>/<str:number>/", relying.clause, name="relying"),
    path("files/<int:pk>/", posts.attachment, name="attachment"),
    path("<slug:slug>/", spaces.space, name="space"),
    path("<slug:slug>/hear/", hearing.space, name="hear_space"),
    path("<slug:slug>/read/", hearing.all_read, name="all_read"),
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
