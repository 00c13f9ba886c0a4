from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "county.site"
    label = "site"
