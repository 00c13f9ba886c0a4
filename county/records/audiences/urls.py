from django.urls import path

from county.records.audiences import views

app_name = "audiences"
urlpatterns = [
    path("audiences/", views.listing, name="listing"),
    path("audiences/new/", views.new, name="new"),
    path("audiences/build/", views.build, name="build"),
    path("audiences/save/", views.save, name="save"),
    path("audiences/<uuid:audience_id>/", views.one, name="one"),
    path("audiences/<uuid:audience_id>/remove/", views.remove, name="remove"),
]
