from django.urls import path

from county.records.tags import views

app_name = "tags"
urlpatterns = [
    path("tags/residents/<uuid:resident_id>/propose/", views.propose, name="propose"),
    path("tags/<uuid:tagging_id>/end/", views.end, name="end"),
    path("tags/mine/new/", views.choose, name="choose"),
    path("tags/mine/set/", views.set_own, name="set_own"),
    path("tags/mine/<uuid:tagging_id>/confirm/", views.confirm, name="confirm"),
    path("tags/mine/<uuid:tagging_id>/end/", views.end_own, name="end_own"),
]
