from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "county.foundation.documents"
    label = "documents"
