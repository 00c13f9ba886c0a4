from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "county.demo"
    label = "demo"
