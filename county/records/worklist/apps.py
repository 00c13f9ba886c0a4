from django.apps import AppConfig


class WorklistConfig(AppConfig):
    name = "county.records.worklist"
    label = "worklist"
