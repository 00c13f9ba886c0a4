"""Tags' nouns: definitions, tags on residents, objections, withholdings, suggestions."""

from county.records.tags.models.definitions import Definition
from county.records.tags.models.questions import Objection, RefusedWords, Suggestion, Withholding
from county.records.tags.models.taggings import Tagging

__all__ = ["Definition", "Objection", "RefusedWords", "Suggestion", "Tagging", "Withholding"]
