from django.urls import path

from county.foundation.approvals import views

app_name = "approvals"
urlpatterns = [
    path("approvals/", views.listing, name="listing"),
    path("approvals/<uuid:approval_id>/", views.one, name="one"),
    path("approvals/<uuid:approval_id>/decide/", views.decide, name="decide"),
    path("approvals/<uuid:approval_id>/take-back/", views.take_back, name="take_back"),
]
