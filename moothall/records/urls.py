"""Addresses of the records room; each noun has its own list."""

from django.urls import URLPattern, URLResolver, path

from moothall.records.views import asset_imports, assets, front, holdings

app_name = "records"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", front.front, name="front"),
    path("what-we-hold/", holdings.what_we_hold, name="holdings"),
    path("assets/", assets.register, name="assets"),
    path("assets/here/", assets.here, name="assets_here"),
    path("assets/new/", assets.new, name="new_asset"),
    path("assets/export/", assets.export, name="export_assets"),
    path("assets/import/", asset_imports.bring_in, name="import_assets"),
    path("assets/import/template/", asset_imports.template, name="asset_template"),
    path("assets/import/<int:pk>/", asset_imports.report, name="asset_import"),
    path("assets/import/<int:pk>/refused/", asset_imports.refused_rows, name="refused_assets"),
    path("assets/<int:pk>/", assets.asset, name="asset"),
    path("assets/<int:pk>/edit/", assets.edit, name="edit_asset"),
    path("assets/<int:pk>/review/", assets.review, name="review_asset"),
    path("assets/<int:pk>/end/", assets.end, name="end_asset"),
]
