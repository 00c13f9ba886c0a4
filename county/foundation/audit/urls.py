from django.urls import path

from county.foundation.audit import views

app_name = "audit"
urlpatterns = [
    path("audit/", views.looks, name="looks"),
    path("audit/alarms/", views.alarms, name="alarms"),
    path("audit/log/", views.log, name="log"),
    path("audit/failed/", views.failed, name="failed"),
    path("audit/failed/<int:delivery_id>/again/", views.try_again, name="try_again"),
]
