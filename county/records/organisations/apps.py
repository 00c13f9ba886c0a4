from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "county.records.organisations"
    label = "organisations"
