from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "county.records.lists"
    label = "lists"
