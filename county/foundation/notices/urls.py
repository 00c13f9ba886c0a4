from django.urls import path

from county.foundation.notices import views

app_name = "notices"
urlpatterns = [
    path("notices/", views.bell, name="bell"),
    path("notices/<int:notice_id>/", views.one, name="one"),
    path("notices/read/", views.read_all, name="read_all"),
]
