from django.apps import AppConfig

from county.foundation.files import store
from county.kernel import sealing


class FilesConfig(AppConfig):
    name = "county.foundation.files"
    label = "files"

    def ready(self) -> None:
        """Ask for the key of the files, so that it is made before the first one arrives."""
        sealing.declare(store.PURPOSE)
