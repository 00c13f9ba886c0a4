from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "county.foundation.channels"
    label = "channels"
