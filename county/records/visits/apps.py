from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "county.records.visits"
    label = "visits"
