from django.urls import path

from county.linkage import views

urlpatterns = [
    path("linkage/", views.listing),
    path("linkage/chain/", views.chain),
    path("linkage/rules/<slug:name>/", views.one),
    path("linkage/rules/<slug:name>/change/", views.change),
    path("linkage/rules/<slug:name>/try/", views.try_out),
    path("linkage/trials/<uuid:trial_id>/", views.trial),
    path("linkage/firings/<uuid:firing_id>/", views.firing),
    path("linkage/steps/<uuid:step_id>/take-back/", views.take_back),
]
