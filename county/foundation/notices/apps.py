from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "county.foundation.notices"
    label = "notices"
