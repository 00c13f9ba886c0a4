from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "county.foundation.live"
    label = "live"
