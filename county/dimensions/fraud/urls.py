from django.urls import path

from county.dimensions.fraud.views import alerts, learning, week

app_name = "fraud"
urlpatterns = [
    path("", alerts.alerts, name="alerts"),
    path("alerts/<uuid:alert_id>/confirm/", alerts.confirm, name="confirm"),
    path("alerts/<uuid:alert_id>/dismiss/", alerts.dismiss, name="dismiss"),
    path("alerts/<uuid:alert_id>/think-again/", alerts.think_again, name="think_again"),
    path("alerts/<uuid:alert_id>/similar/", alerts.similar, name="similar"),
    path("conversations/<uuid:conversation_id>/stop/", alerts.ask_stop, name="ask_stop"),
    path("stops/", alerts.stops, name="stops"),
    path("stops/<uuid:stop_id>/end/", alerts.end_stop, name="end_stop"),
    path("stops/<uuid:stop_id>/account/", alerts.account, name="account"),
    path("learning/", learning.learning, name="learning"),
    path("learning/<uuid:example_id>/remove/", learning.remove, name="remove"),
    path("learning/mine/", learning.mine, name="mine"),
    path("oversight/", learning.oversight, name="oversight"),
    path("week/", week.patterns, name="week"),
]
