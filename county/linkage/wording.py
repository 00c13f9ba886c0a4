"""What a step says of itself where what it does has no title of its own."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from county.kernel.saying import saying

SENTENCES = {
    "outcome.raise_suspicion": saying(
        gettext_noop("The matter is on the fast lane and the officer on duty is warned")
    ),
    "outcome.raise_urgency": saying(gettext_noop("The matter stands at the head of its queue")),
    "outcome.enter_fraud_lane": saying(gettext_noop("The matter is with the fraud desk")),
    "outcome.note_judgement": saying(gettext_noop("The judgement is written on the matter")),
    "outcome.note_reopened": saying(
        gettext_noop("That it is judged again is written on the matter")
    ),
    "alerts.note_outcome": saying(gettext_noop("The outcome is noted on the alert")),
    "tasks.settle": saying(gettext_noop("The open task about it is closed as done")),
    "suggesting.suggest": saying(gettext_noop("A tag is suggested to the officer")),
    "recommending.recommend": saying(gettext_noop("Lessons are recommended to the enterprise")),
    "liaison.ask_first_contact": saying(
        gettext_noop("The liaison prosecutor is asked for a first contact")
    ),
}
"""Kept sentences by the action's name (`engine.Step.name`)."""
TELL = "notices.tell"
NOTICE = gettext_noop("Notice: %s")


def sentence(action: str, words: str) -> str:
    """What a step with this action says of itself, as a kept sentence; a notice says it is one."""
    if action == TELL and words:
        return saying(NOTICE, words)
    return words or SENTENCES.get(action, action)
