from django.urls import path

from county.foundation.channels import views, webhooks

app_name = "channels"
urlpatterns = [
    path("WW_verify_<slug:word>.txt", views.proof, name="wecom_proof"),
    path("channels/wecom/", views.office, name="wecom"),
    path("channels/wecom/examine/", views.examine, name="wecom_examine"),
    path("channels/wecom/replay/", views.replay, name="wecom_replay"),
    path("channels/wecom/read/<str:mailbox_id>/", views.read_now, name="wecom_read"),
    path("channels/wecom/entries/<uuid:entry_id>/", views.understand_again, name="wecom_again"),
    path("channels/wecom/callback", webhooks.callback),
    path("channels/wecom/callback/", webhooks.callback, name="wecom_callback"),
    path("channels/wecom/sign-in/", views.sign_in, name="wecom_sign_in"),
    path("channels/wecom/entered/", views.entered, name="wecom_entered"),
    path("channels/wecom/signatures/", views.signatures, name="wecom_signatures"),
]
