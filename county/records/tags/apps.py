from django.apps import AppConfig


class TagsConfig(AppConfig):
    name = "county.records.tags"
    label = "tags"
