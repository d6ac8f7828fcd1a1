"""The addresses of the disclosure log, of the figures, and of what is asked again."""

from django.urls import path

from moothall.disclosure.views import insight, log, public

urlpatterns = [
    path("published/", public.every, name="public_requests"),
    path("published/requests.csv", public.as_csv, name="public_requests_csv"),
    path("published/figures/", public.figures, name="public_statistics"),
    path("published/figures/figures.csv", public.figures_csv, name="public_statistics_csv"),
    path("published/<slug:key>/", public.entry, name="public_request"),
    path("published/<slug:key>/files/<int:pk>/", public.file, name="public_request_file"),
    path("log/", log.every, name="log"),
    path("log/<slug:key>/withdraw/", log.withdraw, name="log_withdraw"),
    path("<int:pk>/publish/", log.publish, name="log_publish"),
    path("<int:pk>/answered-by/<slug:key>/", log.use, name="log_use"),
    path("figures/", insight.statistics, name="statistics"),
    path("again/", insight.insight, name="insight"),
    path("again/propose/", insight.propose, name="scheme_propose"),
    path("again/<int:pk>/", insight.finish, name="scheme_done"),
]
