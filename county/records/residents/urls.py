from django.urls import path

from county.records.residents import views

app_name = "residents"
urlpatterns = [
    path("residents/", views.search, name="search"),
    path("residents/<uuid:resident_id>/", views.one, name="one"),
    path("residents/<uuid:resident_id>/correct/", views.correct, name="correct"),
    path("residents/<uuid:resident_id>/reveal/", views.reveal, name="reveal"),
]
