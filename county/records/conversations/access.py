"""What work with conversations may include."""

from enum import StrEnum


class Permit(StrEnum):
    READ = "conversations.read"
    SEARCH = "conversations.search"
    RECEIVE = "conversations.receive"
    REPLY = "conversations.reply"
