from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "county.dashboard"
    label = "dashboard"
