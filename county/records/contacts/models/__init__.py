"""The nouns: contacts and welcomes, codes, group messages, transfers, the mirror of tags."""

from county.records.contacts.models.contacts import Contact, Welcome
from county.records.contacts.models.mailings import Allowance, Lot, Mailing, Recipient
from county.records.contacts.models.mirror import CorpTag
from county.records.contacts.models.transfers import Transfer
from county.records.contacts.models.ways import ContactWay, Entrance

__all__ = [
    "Allowance",
    "Contact",
    "ContactWay",
    "CorpTag",
    "Entrance",
    "Lot",
    "Mailing",
    "Recipient",
    "Transfer",
    "Welcome",
]
