"""Tells intent from topic: is it a scam, a report of one, a warning of one, or a question?"""

from __future__ import annotations

from county.dimensions.fraud.knowledge.weighing import INTENT_AT, START, UNSURE_AT, Weights

QUOTE_COUNTS = 0.15
TOLD_ALONE = 1.5  # two signs that others are spoken of
TOLD_COUNTS = 1.8  # a story of others is full of the words of the scam
VICTIM_STARTS = 0.6
ENOUGH_ALONE = 1.4  # of a report that names nothing of a scam


def _warns(weights: Weights) -> float:
    """How much a text warns or tells of others; honest notices that say "tell nobody" do not."""
    told = TOLD_COUNTS * weights.role("told")
    return weights.role("warning") + told - 0.5 * weights.role("legitimate")


def _is_warning(weights: Weights, warns: float) -> bool:
    """A text that warns, or tells of others, and asks nothing of its reader itself."""
    if weights.role("told") >= TOLD_ALONE and weights.role("victim") < ENOUGH_ALONE:
        return True
    return warns >= INTENT_AT and warns + 0.5 * len(weights.quoted) >= weights.scam * 0.55


def _is_question(weights: Weights, warns: float) -> bool:
    """A question about fraud in general, more than a report or a demand."""
    question, victim = weights.role("question"), weights.role("victim")
    return question >= max(INTENT_AT, victim - 1.0, warns - 1.5, weights.scam - 1.5)


def _is_victim(weights: Weights, warns: float) -> bool:
    """A report of what happens to the sender or somebody near."""
    victim = weights.role("victim")
    enough = ENOUGH_ALONE if weights.scam < INTENT_AT else INTENT_AT
    return victim >= enough and victim >= warns - weights.role("told")


def tell(weights: Weights) -> tuple[str, float]:
    """The intent, and the log odds that help is needed."""
    warns = _warns(weights)
    if _is_question(weights, warns):
        return "question", min(START + 0.4 * weights.scam, -0.3)
    if _is_victim(weights, warns):
        more = 0.6 * (weights.role("victim") - INTENT_AT) + 0.3 * weights.scam
        return "victim", VICTIM_STARTS + more - 0.5 * weights.role("legitimate")
    if _is_warning(weights, warns):
        return "warning", START + QUOTE_COUNTS * weights.scam - 0.3
    return ("scam" if weights.odds >= UNSURE_AT else "ordinary"), weights.odds
