from django.urls import path

from county.foundation.documents import views

app_name = "documents"
urlpatterns = [
    path("check/", views.ask, name="ask"),
    path("check/<str:code>/", views.check, name="check"),
]
