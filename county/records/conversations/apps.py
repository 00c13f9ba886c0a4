from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "county.records.conversations"
    label = "conversations"
