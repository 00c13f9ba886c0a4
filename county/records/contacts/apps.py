from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "county.records.contacts"
    label = "contacts"
