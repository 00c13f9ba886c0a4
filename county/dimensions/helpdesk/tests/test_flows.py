"""The tables of the flows hold at every door: what they allow happens, all else is refused."""

import pytest

from county.dimensions.helpdesk.actions import matters as acts
from county.dimensions.helpdesk.actions import talk
from county.dimensions.helpdesk.flow import FLOWS
from county.dimensions.helpdesk.models import Matter
from county.dimensions.helpdesk.tests.conftest import (
    able_officer,
    every_permit,
    greet,
    in_state,
    make,
    opened,
    states_of,
)
from county.foundation.events.models import Event
from county.kernel.errors import NotAllowed, Refused
from county.kernel.flow import IllegalMove
from county.records.worklist.flow import TASK

ALL = {**FLOWS, "task": TASK}
CELLS = [
    (kind, state, verb)
    for kind, flow in FLOWS.items()
    for state in states_of(kind)
    for verb in flow.moves
]
RESOLVES = ("resolve", "resolve_fraud")
"""One verb, whose move and permit depend on whose desk the matter lies on."""
FREE = ("take", "reply")
"""Verbs that are more than their move: taking again, and writing on after the first answer."""

# domain.md Appendix E, help_ticket and lead; `after_care` is `close` here (ADR 12).
APPENDIX_E = {
    "help": [
        ("open", "take", "assigned"), ("assigned", "reply", "replied"),
        ("replied", "visit", "on_site"), ("replied", "resolve", "resolved"),
        ("on_site", "resolve", "resolved"), ("assigned", "to_110", "escalated"),
        ("assigned", "to_fraud_desk", "fraud_lane"), ("fraud_lane", "resolve_fraud", "resolved"),
        ("escalated", "resolve", "resolved"), ("resolved", "close", "closed"),
    ],
    "lead": [
        ("received", "screen", "screened"), ("screened", "register", "registered"),
        ("screened", "transfer_24h", "transferred"), ("screened", "not_police", "informed"),
        ("registered", "verify", "verifying"), ("verifying", "file_case", "filed"),
        ("verifying", "no_case", "no_case"), ("filed", "solved", "solved"),
        ("solved", "notify_reward", "closed"), ("no_case", "notify", "closed"),
    ],
}  # fmt: skip


def sources(kind, verb):
    """The states from which the verb moves a matter."""
    names = RESOLVES if verb in RESOLVES else (verb,)
    return {state for name in names for state in FLOWS[kind].moves[name].sources}


def test_a_lead_makes_no_other_moves_than_those_of_the_reference():
    moves = FLOWS["lead"].moves.items()
    ours = {(state, verb, move.target) for verb, move in moves for state in move.sources}
    assert ours == set(APPENDIX_E["lead"])


class Record:
    def __init__(self, state):
        self.state = state


@pytest.mark.parametrize("name", ALL)
def test_a_record_moves_as_its_table_says_and_in_no_other_way(name):
    flow = ALL[name]
    for state in flow.states.values:
        for verb, move in flow.moves.items():
            record = Record(state)
            if state in move.sources:
                assert (flow.move(record, verb), record.state) == (state, move.target)
            else:
                with pytest.raises(IllegalMove):
                    flow.move(record, verb)
                assert record.state == state


@pytest.mark.parametrize("name", ALL)
def test_a_move_that_no_table_knows_is_refused_not_broken(name):
    with pytest.raises(IllegalMove):
        ALL[name].move(Record(ALL[name].start), "no such verb")


@pytest.mark.parametrize("kind", APPENDIX_E)
def test_the_moves_of_the_domain_reference_are_all_there(kind):
    flow = FLOWS[kind]
    missing = [
        row for row in APPENDIX_E[kind]
        if row[0] not in flow.moves[row[1]].sources or flow.moves[row[1]].target != row[2]
    ]  # fmt: skip
    assert missing == []


@pytest.mark.parametrize(("kind", "state", "verb"), CELLS)
def test_a_matter_makes_a_move_exactly_where_its_table_has_it(almighty, kind, state, verb):
    matter = in_state(kind, state, almighty)
    allowed = state in sources(kind, verb)
    told = Event.objects.count()
    if allowed:
        assert make(matter, verb, almighty).state == FLOWS[kind].moves[verb].target
        assert Event.objects.count() > told
    elif verb not in FREE:
        with pytest.raises(Refused):
            make(matter, verb, almighty)
        assert Matter.objects.get(pk=matter.pk).state == state
        assert Event.objects.count() == told


@pytest.mark.parametrize(("kind", "state"), [(k, s) for k in FLOWS for s in states_of(k)])
def test_taking_again_changes_no_state(almighty, kind, state):
    matter = in_state(kind, state, almighty)
    if "take" in FLOWS[kind].open_to(state):
        return
    if matter.is_open:
        assert acts.take(matter, by=almighty).state == state
    elif matter.assignee_id is None:
        with pytest.raises(Refused):
            acts.take(matter, by=almighty)


@pytest.mark.parametrize("kind", ["consultation", "help"])
def test_a_closed_matter_is_neither_answered_nor_handed_on(almighty, officer, kind):
    matter = in_state(kind, "closed", almighty)
    with pytest.raises(Refused, match="is closed"):
        talk.reply(matter, text="还有一件事", by=almighty)
    with pytest.raises(Refused, match="is closed"):
        acts.hand_on(matter, to=officer(), by=almighty)


PERMITTED = [(kind, verb) for kind, flow in FLOWS.items() for verb in flow.moves]


@pytest.mark.parametrize(("kind", "verb"), PERMITTED)
def test_whoever_has_every_permit_but_the_tables_is_refused(almighty, officer, kind, verb):
    move = FLOWS[kind].moves[verb]
    matter = in_state(kind, sorted(move.sources)[0], almighty)
    left = matter.state
    other = able_officer(officer, "少一项", {p for p in every_permit() if p != move.may})
    with pytest.raises(NotAllowed):
        make(matter, verb, other)
    assert Matter.objects.get(pk=matter.pk).state == left


@pytest.mark.parametrize("verb", ["take", "reply", "resolve", "resolve_fraud", "close", "reopen"])
def test_what_needs_more_than_a_note_is_not_made_by_a_note(almighty, verb):
    """Resolving without a result, or answering without an answer, is not a move."""
    state = sorted(FLOWS["help"].moves[verb].sources)[0]
    matter = in_state("help", state, almighty)
    with pytest.raises(Refused, match="no such step"):
        acts.move_on(matter, verb=verb, by=almighty)


@pytest.mark.parametrize("verb", ["close", "reopen"])
def test_a_lead_is_not_closed_as_other_matters_are(desk, verb):
    chief = desk("朱所长", post="PLD_CHIEF")
    lead = opened("lead")
    chief.submits(f"{lead.url}{verb}/")
    assert chief.status == 409


def test_a_question_that_became_a_call_for_help_keeps_number_and_thread(almighty):
    matter = in_state("consultation", "taken", almighty)
    helped = acts.convert(matter, kind="help", topic="noise", priority=3, by=almighty)
    assert (helped.number, helped.conversation_id) == (matter.number, matter.conversation_id)
    assert helped.state == "assigned"


@pytest.mark.parametrize(
    ("state", "becomes"),
    [("open", "asked"), ("assigned", "taken"), ("replied", "answered"), ("on_site", "taken")],
)
def test_a_call_for_help_that_was_a_question_stands_where_it_stood(almighty, state, becomes):
    matter = in_state("help", state, almighty)
    asked = acts.convert(matter, kind="consultation", topic="hukou", priority=3, by=almighty)
    assert asked.state == becomes


def test_a_lead_stays_a_lead(almighty):
    for kind in ("consultation", "help"):
        with pytest.raises(Refused, match="stays a lead"):
            acts.convert(opened("lead"), kind=kind, topic="other", priority=3, by=almighty)
        with pytest.raises(Refused, match="stays a lead"):
            acts.convert(opened(kind), kind="lead", topic="other", priority=3, by=almighty)


def test_one_matter_at_a_time_is_at_work_in_a_conversation(almighty):
    old = in_state("consultation", "closed", almighty)
    new = acts.open_matter(
        kind="help", topic="noise", by=almighty, conversation=old.conversation,
        resident=old.resident,
    )  # fmt: skip
    with pytest.raises(Refused, match=f"{new.number} is open in the same conversation"):
        acts.reopen(old, why="", by=almighty)
    make(make(make(new, "take", almighty), "reply", almighty), "resolve", almighty)
    assert acts.reopen(old, why="", by=almighty).state == "taken"


def test_a_conversation_of_its_own_is_free(almighty):
    old = in_state("consultation", "closed", almighty)
    acts.open_matter(kind="help", topic="noise", by=almighty, conversation=greet())
    assert acts.reopen(old, why="", by=almighty).state == "taken"
