from django.apps import AppConfig


class OutsideConfig(AppConfig):
    name = "county.foundation.outside"
    label = "outside"
