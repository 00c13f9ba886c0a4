from django.apps import AppConfig

from county.kernel import dimension


class SiteConfig(AppConfig):
    name = "county.site"
    label = "site"

    def ready(self) -> None:
        """Every app's listeners, hearers and panels register themselves, in each process."""
        dimension.load("chat", "jobs", "panels")
