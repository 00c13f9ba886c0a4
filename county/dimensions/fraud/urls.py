from django.urls import path

from county.dimensions.fraud import views

app_name = "fraud"
urlpatterns = [
    path("", views.alerts, name="alerts"),
    path("alerts/<uuid:alert_id>/confirm/", views.confirm, name="confirm"),
    path("alerts/<uuid:alert_id>/dismiss/", views.dismiss, name="dismiss"),
    path("conversations/<uuid:conversation_id>/stop/", views.ask_stop, name="ask_stop"),
    path("stops/", views.stops, name="stops"),
    path("stops/<uuid:stop_id>/end/", views.end_stop, name="end_stop"),
    path("stops/<uuid:stop_id>/account/", views.account, name="account"),
]
