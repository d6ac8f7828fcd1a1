"""The addresses of the lessons room."""

from django.urls import path

from moothall.lessons.views import bodies, feeds, others, public, publishing, reading, using, writing

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
    path("published/", feeds.published, name="published"),
    path("published/<slug:key>.atom", feeds.atom, name="published_atom"),
    path("published/<slug:key>.json", feeds.json, name="published_json"),
    path("others/", others.every, name="others"),
    path("others/<int:pk>/", others.item, name="item"),
    path("others/<int:pk>/bring-in/", others.bring_in, name="bring_in"),
    path("others/<int:pk>/draw/", others.draw, name="draw"),
    path("bodies/", bodies.every, name="bodies"),
    path("bodies/<int:pk>/", bodies.one, name="subscription"),
    path("bodies/<int:pk>/look/", bodies.look_now, name="look_now"),
    path("bodies/<int:pk>/end/", bodies.end, name="end_body"),
]
