"""What work with contacts in WeCom may include."""

from enum import StrEnum


class Permit(StrEnum):
    READ = "contacts.read"
    MANAGE = "contacts.manage"
    MAIL = "contacts.mail"
