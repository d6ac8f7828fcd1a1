"""Addresses of the records room; each noun has its own list."""

from django.urls import URLPattern, URLResolver, path

from moothall.records.views import access, asset_imports, assets, bundles, front, holdings, reports, systems

app_name = "records"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", front.front, name="front"),
    path("kept/", bundles.every, name="bundles"),
    path("kept/take-out/", bundles.ask, name="bundle_ask"),
    path("kept/bundles/<int:pk>/", bundles.bundle, name="bundle"),
    path("kept/bundles/<int:pk>/fetch/", bundles.fetch, name="bundle_fetch"),
    path("kept/declare/", bundles.declare, name="declare"),
    path("kept/records/<int:pk>/", bundles.record, name="record"),
    path("kept/records/<int:pk>/fetch/", bundles.fetch_record, name="record_fetch"),
    path("access/", access.every, name="access"),
    path("access/security/", access.security, name="security"),
    path("access/<int:pk>/", access.review, name="access_review"),
    path("systems/", systems.every, name="systems"),
    path("systems/new/", systems.add, name="system_add"),
    path("systems/reports/", reports.every, name="reports"),
    path("systems/reports/new/", reports.add, name="report_add"),
    path("systems/reports/<int:pk>/", reports.report, name="report"),
    path("systems/<slug:slug>/", systems.system, name="system"),
    path("systems/<slug:slug>/edit/", systems.edit, name="system_edit"),
    path("systems/<slug:slug>/use/", systems.use, name="system_use"),
    path("systems/<slug:slug>/account/", systems.add_account, name="account_add"),
    path("systems/<slug:slug>/account/<int:pk>/", systems.hand_on, name="account_hand_on"),
    path("systems/<slug:slug>/account/<int:pk>/close/", systems.close_account, name="account_close"),
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
