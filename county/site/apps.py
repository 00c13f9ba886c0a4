from django.apps import AppConfig

from county.kernel import dimension


class SiteConfig(AppConfig):
    name = "county.site"
    label = "site"

    def ready(self) -> None:
        """Every app's facts, listeners, hearers and panels register themselves, in each process."""
        dimension.load("events", "chat", "jobs", "panels")
