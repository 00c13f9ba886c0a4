"""Facts about files."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class FileKept(Fact, kind="files.file_kept", about="file_id", title=_("File kept")):
    file_id: str
    media: str
    purpose: str


@dataclass(frozen=True, kw_only=True)
class FileRemoved(Fact, kind="files.file_removed", about="file_id", title=_("File removed")):
    file_id: str
    purpose: str
