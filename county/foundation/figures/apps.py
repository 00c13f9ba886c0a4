from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "county.foundation.figures"
    label = "figures"
