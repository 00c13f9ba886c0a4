from django.apps import AppConfig


class TransparencyConfig(AppConfig):
    name = "county.foundation.transparency"
    label = "transparency"
