"""Notices to many, and the ledger of each person."""

from county.dimensions.outreach.models.campaigns import Campaign
from county.dimensions.outreach.models.ledger import Answer, Delivery

__all__ = ["Answer", "Campaign", "Delivery"]
