from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "county.foundation.approvals"
    label = "approvals"
