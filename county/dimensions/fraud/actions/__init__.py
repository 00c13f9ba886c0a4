"""What fraud work does: judge alerts, stop payments, learn from what officers decided."""

from county.dimensions.fraud.actions.alerts import (
    RECOGNISER,
    ask_to_stop,
    confirm,
    dismiss,
    end_stop,
    has_asked,
    note_outcome,
    raise_suspicion,
    show_account,
    think_again,
)
from county.dimensions.fraud.actions.learning import (
    LEARNER,
    LEARNING,
    forget_older_examples,
    forget_person,
    keep_example,
    object_to_learning,
    take_away,
    unlearn,
    unquote,
)
from county.dimensions.fraud.actions.sightings import (
    drop_sightings,
    forget_older_sightings,
    see_account,
    see_identifiers,
)

__all__ = [
    "LEARNER",
    "LEARNING",
    "RECOGNISER",
    "ask_to_stop",
    "confirm",
    "dismiss",
    "drop_sightings",
    "end_stop",
    "forget_older_examples",
    "forget_older_sightings",
    "forget_person",
    "has_asked",
    "keep_example",
    "note_outcome",
    "object_to_learning",
    "raise_suspicion",
    "see_account",
    "see_identifiers",
    "show_account",
    "take_away",
    "think_again",
    "unlearn",
    "unquote",
]
