from django.urls import path

from county.foundation.staff import views

app_name = "staff"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("staff/", views.people, name="people"),
    path("staff/appoint/", views.appoint, name="appoint"),
    path("staff/<int:officer_id>/dismiss/", views.dismiss, name="dismiss"),
    path("staff/keys/", views.issue_key, name="issue_key"),
    path("staff/keys/<int:key_id>/revoke/", views.revoke_key, name="revoke_key"),
]
