from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "county.reports"
    label = "reports"
