from django.urls import path

from county.foundation.transparency import views

app_name = "transparency"
urlpatterns = [
    path("transparency/", views.page, name="page"),
    path("transparency/review/", views.review, name="review"),
]
