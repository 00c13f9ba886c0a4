from django.apps import AppConfig


class SwitchesConfig(AppConfig):
    name = "county.foundation.switches"
    label = "switches"
