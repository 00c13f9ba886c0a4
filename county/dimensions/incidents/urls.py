from django.urls import path

from county.dimensions.incidents import views

app_name = "incidents"
urlpatterns = [
    path("", views.listing, name="listing"),
    path("new/", views.new, name="new"),
    path("enter/", views.enter, name="enter"),
    path("<uuid:incident_id>/", views.one, name="one"),
    path("<uuid:incident_id>/solve/", views.solve, name="solve"),
    path("<uuid:incident_id>/drop/", views.drop, name="drop"),
]
