from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    name = "county.records.enterprises"
    label = "enterprises"
