from django.urls import path

from county.records.visits import views

app_name = "visits"
urlpatterns = [
    path("visits/", views.listing, name="listing"),
    path("visits/day/", views.day, name="day"),
    path("visits/residents/<uuid:resident_id>/", views.propose, name="propose"),
    path("visits/organisations/<uuid:organisation_id>/", views.propose_firm, name="propose_firm"),
    path("visits/<uuid:visit_id>/", views.one, name="one"),
    path("visits/<uuid:visit_id>/plan/", views.plan, name="plan"),
    path("visits/<uuid:visit_id>/record/", views.record, name="record"),
    path("visits/<uuid:visit_id>/photo/", views.photo, name="photo"),
]
