from django.apps import AppConfig


class LinkageConfig(AppConfig):
    name = "county.linkage"
    label = "linkage"
