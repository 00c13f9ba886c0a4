"""What looking after channels includes."""

from enum import StrEnum


class Permit(StrEnum):
    MANAGE = "channels.manage"
