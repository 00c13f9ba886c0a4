from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "county.foundation.audit"
    label = "audit"
