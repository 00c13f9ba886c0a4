from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "county.records.places"
    label = "places"
