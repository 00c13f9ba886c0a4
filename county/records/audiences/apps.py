from django.apps import AppConfig


class AudiencesConfig(AppConfig):
    name = "county.records.audiences"
    label = "audiences"
