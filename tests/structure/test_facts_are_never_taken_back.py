"""The log keeps facts for ever, so the code must be able to read them for ever."""

from pathlib import Path

from county.site import ledger
from county.site.generated import all_facts

BEFORE = {"fraud.confirmed": {"case_id": "required", "loss": "required"}}


def test_every_fact_of_the_ledger_can_still_be_read():
    known = ledger.read(Path("docs/generated/facts.json"))
    assert known
    assert ledger.broken(known, ledger.shapes(all_facts())) == []


def test_a_fact_that_has_gone_is_noticed():
    assert ledger.broken(BEFORE, {}) == [
        "The fact fraud.confirmed has gone, but the log may hold it."
    ]


def test_a_field_that_has_gone_is_noticed():
    now = {"fraud.confirmed": {"case_id": "required"}}
    assert ledger.broken(BEFORE, now) == [
        "fraud.confirmed has lost its field loss, but the log may hold it."
    ]


def test_a_new_field_needs_a_default():
    shape = {"case_id": "required", "loss": "required", "bank": "required"}
    assert ledger.broken(BEFORE, {"fraud.confirmed": shape}) == [
        "fraud.confirmed.bank needs a default: facts in the log do not have it."
    ]
    assert ledger.broken(BEFORE, {"fraud.confirmed": {**shape, "bank": "optional"}}) == []


def test_a_new_fact_is_welcome():
    assert ledger.broken(BEFORE, {**BEFORE, "fraud.dismissed": {"case_id": "required"}}) == []
