from django.urls import path

from county.records.rights import views

app_name = "rights"
urlpatterns = [
    path("rights/", views.listing, name="listing"),
    path("rights/mine/data.json", views.my_json, name="my_json"),
    path("rights/mine/data/", views.my_page, name="my_page"),
    path("rights/periods/", views.periods, name="periods"),
    path("rights/periods/set/", views.set_period, name="set_period"),
    path("rights/residents/<uuid:resident_id>/", views.of_resident, name="of_resident"),
    path("rights/<uuid:request_id>/", views.one, name="one"),
    path("rights/<uuid:request_id>/answer/", views.answer, name="answer"),
]
