from django.urls import path

from county.foundation.channels import views, webhooks

app_name = "channels"
urlpatterns = [
    path("channels/wecom/callback", webhooks.callback),
    path("channels/wecom/callback/", webhooks.callback, name="wecom_callback"),
    path("channels/wecom/sign-in/", views.sign_in, name="wecom_sign_in"),
    path("channels/wecom/entered/", views.entered, name="wecom_entered"),
    path("channels/wecom/signatures/", views.signatures, name="wecom_signatures"),
]
