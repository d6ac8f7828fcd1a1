"""The addresses of terms, cover, bank holidays, and of the templates."""

from django.urls import path

from moothall.disclosure.views import templates, terms

urlpatterns = [
    path("terms/", terms.terms, name="terms"),
    path("terms/say/", terms.say, name="terms_say"),
    path("cover/", terms.cover, name="cover"),
    path("holidays/", terms.holidays, name="holidays"),
    path("holidays/change/", terms.change_holidays, name="holidays_change"),
    path("holidays/import/", terms.import_holidays, name="holidays_import"),
    path("closures/", terms.closures, name="closures"),
    path("closures/change/", terms.change_closures, name="closures_change"),
    path("templates/", templates.every, name="templates"),
    path("templates/<slug:key>.md", templates.download, name="template"),
]
