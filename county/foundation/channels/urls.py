from django.urls import path

from county.foundation.channels import webhooks

app_name = "channels"
urlpatterns = [
    path("channels/wecom/callback", webhooks.callback),
    path("channels/wecom/callback/", webhooks.callback, name="wecom_callback"),
]
