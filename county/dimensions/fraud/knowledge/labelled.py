"""What an officer's decision teaches: a masked text, and what it is."""

from __future__ import annotations

from dataclasses import dataclass

INTENTS = ("scam", "victim", "warning", "question", "ordinary")
"""What a text can be, in the order in which the trained readers give their odds."""
SCAM_INTENTS = ("scam", "victim")
OTHER_INTENTS = ("ordinary", "question", "warning")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A masked text with its intent and its type of fraud; the type is 正常 where it is none."""

    text: str
    intent: str
    category: str


def intent_of(*, is_scam: bool, read: str, said: str = "") -> str:
    """The intent to learn: what the officer said, else what was read, if it fits the decision."""
    fitting = SCAM_INTENTS if is_scam else OTHER_INTENTS
    return next((one for one in (said, read) if one in fitting), fitting[0])
