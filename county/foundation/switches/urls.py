from django.urls import path

from county.foundation.switches import views

app_name = "switches"
urlpatterns = [
    path("switches/", views.listing, name="listing"),
    path("switches/turn/", views.turn, name="turn"),
]
