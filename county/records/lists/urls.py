from django.urls import path

from county.records.lists import views

app_name = "lists"
urlpatterns = [
    path("lists/imports/", views.imports, name="imports"),
    path("lists/imports/take/", views.take, name="take"),
    path("lists/imports/<uuid:import_id>/", views.one, name="one"),
    path("lists/imports/<uuid:import_id>/confirm/", views.confirm, name="confirm"),
    path("lists/imports/<uuid:import_id>/undo/", views.undo, name="undo"),
    path("lists/exports/", views.exports, name="exports"),
    path("lists/exports/ask/", views.ask, name="ask"),
    path("lists/exports/<uuid:export_id>/make/", views.make, name="make"),
    path("lists/exports/<uuid:export_id>/file/", views.download, name="download"),
]
