"""The mail room's addresses."""

from django.urls import path

from moothall.mail.views import imports, mailboxes, markings, threads

app_name = "mail"

urlpatterns = [
    path("", mailboxes.mailboxes, name="mailboxes"),
    path("new/", mailboxes.new, name="new"),
    path("<int:pk>/", mailboxes.mailbox, name="mailbox"),
    path("<int:pk>/custodians/", mailboxes.custodians, name="custodians"),
    path("<int:pk>/marking/", markings.marking, name="marking"),
    path("custodians/<int:pk>/remove/", mailboxes.remove_custodian, name="remove_custodian"),
    path("<int:pk>/bring-in/", imports.bring_in, name="bring_in"),
    path("<int:pk>/held-back/", imports.held_back, name="held_back"),
    path("held-back/<int:pk>/", imports.held_back_file, name="held_back_file"),
    path("imports/<int:pk>/", imports.run, name="import"),
    path("imports/<int:pk>/pause/", imports.pause, name="pause"),
    path("imports/<int:pk>/go-on/", imports.go_on, name="go_on"),
    path("threads/<int:pk>/", threads.thread, name="thread"),
    path("threads/<int:pk>/share/", threads.share, name="share"),
    path("messages/<int:pk>/", threads.message, name="message"),
    path("messages/<int:pk>/html/", threads.html, name="html"),
    path("messages/<int:pk>/raw/", threads.raw, name="raw"),
    path("messages/<int:pk>/files/<int:number>/", threads.attachment, name="attachment"),
]
