"""Which colour a stage of a suggestion has on a page."""

from county.dimensions.procuracy.flow import Stage

_TONES = {
    Stage.LEAD: "gry", Stage.CLOSED: "grn", Stage.CLOSED_NO: "gry", Stage.WITHDRAWN: "gry",
    Stage.ESCALATED: "red", Stage.OBJECTION: "amb", Stage.RECTIFYING: "blu", Stage.REPLIED: "amb",
    Stage.ISSUED: "blu", Stage.REVISIT_DUE: "blu",
}  # fmt: skip


def of_stage(stage: str) -> str:
    """The tone of a stage's badge."""
    return _TONES.get(Stage(stage), "amb")
