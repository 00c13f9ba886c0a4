"""Tells intent from topic: is it a scam, a report of one, a warning of one, or a question?"""

from __future__ import annotations

from county.dimensions.fraud.knowledge.weighing import INTENT_AT, START, Weights

QUOTE_COUNTS = 0.15
VICTIM_STARTS = 0.6


def _is_warning(weights: Weights) -> bool:
    """A text that warns, or tells of others, and asks nothing of its reader itself."""
    warns = weights.role("warning") + weights.role("told")
    return warns >= INTENT_AT and warns + 0.4 * len(weights.quoted) >= weights.scam * 0.6


def tell(weights: Weights) -> tuple[str, float]:
    """The intent, and the log odds that help is needed."""
    victim, question = weights.role("victim"), weights.role("question")
    if victim >= INTENT_AT and victim >= weights.role("warning") + weights.role("told") - 0.5:
        return "victim", VICTIM_STARTS + 0.6 * (victim - INTENT_AT) + 0.3 * weights.scam
    if _is_warning(weights):
        return "warning", START + QUOTE_COUNTS * weights.scam - 0.3
    if question >= INTENT_AT and question >= weights.scam - 1.5:
        return "question", min(START + 0.4 * weights.scam, -0.3)
    if weights.odds >= -0.85:
        return "scam", weights.odds
    return "ordinary", weights.odds
