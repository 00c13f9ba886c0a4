from django.urls import path

from county.reports import views

app_name = "reports"
urlpatterns = [
    path("reports/", views.listing, name="listing"),
    path("reports/new/", views.ask, name="ask"),
    path("reports/<uuid:report_id>/", views.one, name="one"),
    path("reports/<uuid:report_id>/file/", views.file, name="file"),
    path("reports/<uuid:report_id>/repeat/", views.repeat, name="repeat"),
]
