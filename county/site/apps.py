from django.apps import AppConfig

from county.kernel.dimension import load


class SiteConfig(AppConfig):
    name = "county.site"
    label = "site"

    def ready(self) -> None:
        """The last app to be ready: from here on every fact, listener and clock is known."""
        load("events", "jobs", "chat")
