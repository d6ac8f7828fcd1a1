"""The addresses of the lessons room."""

from django.urls import path

from moothall.lessons.views import public, publishing, reading, using, writing

app_name = "lessons"

urlpatterns = [
    path("", reading.every, name="list"),
    path("new/", writing.new, name="new"),
    path("<int:pk>/", reading.lesson, name="lesson"),
    path("<int:pk>/edit/", writing.edit, name="edit"),
    path("<int:pk>/correct/", writing.correct, name="correct"),
    path("<int:pk>/discard/", writing.discard, name="discard"),
    path("<int:pk>/publish/", publishing.publish, name="publish"),
    path("<int:pk>/public-site/", publishing.public_site, name="public_site"),
    path("<int:pk>/withdraw/", publishing.withdraw, name="withdraw"),
    path("<int:pk>/use/", using.use, name="use"),
    path("public/", public.every, name="public_list"),
    path("public/<int:pk>/", public.lesson, name="public_lesson"),
]
