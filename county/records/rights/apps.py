from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "county.records.rights"
    label = "rights"
