from django.urls import path

from county.demo import views

app_name = "demo"
urlpatterns = [
    path("demo/", views.stage, name="stage"),
    path("demo/beside/", views.beside, name="beside"),
    path("demo/be-firm/<uuid:representative_id>/", views.be_firm, name="be_firm"),
    path("demo/be/<slug:username>/", views.be, name="be"),
]
