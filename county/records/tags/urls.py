from django.urls import path

from county.records.tags import views

app_name = "tags"
urlpatterns = [
    path("tags/residents/<uuid:resident_id>/propose/", views.propose, name="propose"),
    path("tags/<uuid:tagging_id>/end/", views.end, name="end"),
]
