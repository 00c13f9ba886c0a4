"""F1: whatever is killed, an acknowledged message is kept once, handled once and seen once."""

import random
import threading
import time

import psycopg
import pytest

from tests.acceptance.chaos import Killer, Senders, key_for

MESSAGES, PEOPLE, CLIENTS, SEED = 500, 25, 5, 20261123
VICTIMS = ["web"] * 3 + ["worker"] * 3 + ["postmaster"] * 2 + ["backend"]
SCAM = "对方说我涉嫌洗钱，要我把5万块转到安全账户，不能告诉家里人"
QUESTION = "身份证到期了在哪里办"
PATIENCE = 40
"""Seconds within which everything that waits is handled after the last message."""


def messages():
    """(external_id, sender, text); every tenth person's message is a scam."""
    return [
        (f"m{n:04}", f"person-{n % PEOPLE}", f"{SCAM if n % 10 == 0 else QUESTION}（{n}）")
        for n in range(MESSAGES)
    ]


def rows(county, query):
    with psycopg.connect(county.database()) as connection:
        return connection.execute(query).fetchall()


def wait_until_quiet(county):
    """Seconds until no fact waits for a listener."""
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE:
        if rows(county, "SELECT count(*) FROM events_delivery") == [(0,)]:
            break
        time.sleep(0.2)
    return time.monotonic() - begun


@pytest.fixture(scope="module")
def history(own_installation):
    """What the senders remember after a run with every kind of kill, and the quiet after it."""
    county = own_installation()
    senders = Senders(county.url, key_for(county))
    chance = random.Random(SEED)
    moments = sorted(chance.sample(range(20, MESSAGES - 40), len(VICTIMS)))
    killer = Killer(county, dict(zip(moments, chance.sample(VICTIMS, len(VICTIMS)), strict=True)))
    done = threading.Event()
    all_messages = messages()
    threads = [
        threading.Thread(target=senders.send, args=(all_messages[n::CLIENTS], n))
        for n in range(CLIENTS)
    ]
    killing = threading.Thread(target=killer.run, args=(senders, done))
    for thread in [*threads, killing]:
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    killing.join()
    wait_until_quiet(county)
    return county, senders, killer


def test_everything_was_killed_and_everything_acknowledged(history):
    _county, senders, killer = history
    assert sorted(killer.killed) == sorted(VICTIMS)
    assert (senders.failed, senders.unknown) == ({}, set())
    assert len(senders.acked) == MESSAGES


def test_the_only_word_for_a_database_that_is_away_is_503(history):
    _county, senders, _killer = history
    assert senders.odd == []


def test_every_acknowledged_message_is_kept_exactly_once(history):
    county, senders, _killer = history
    kept = rows(
        county,
        "SELECT split_part(external_id, ':', 2), id::text FROM conversations_message"
        " WHERE author = 'resident'",
    )
    assert sorted(kept) == sorted(senders.acked.items())


def test_every_message_has_exactly_one_fact(history):
    county, senders, _killer = history
    facts = rows(
        county,
        "SELECT facts->>'message_id' FROM events_event"
        " WHERE kind = 'conversations.message_received'",
    )
    assert sorted(fact for (fact,) in facts) == sorted(senders.acked.values())


def test_all_facts_are_handled_and_none_is_given_up(history):
    county, _senders, _killer = history
    assert rows(county, "SELECT listener, error, dead_at FROM events_delivery") == []


def test_every_message_reached_the_one_matter_of_its_conversation_once(history):
    county, _senders, _killer = history
    reached = rows(
        county,
        "SELECT c.address, count(DISTINCT m.id), min(m.unread), max(m.unread) FROM"
        " conversations_conversation c LEFT JOIN helpdesk_matter m ON m.conversation_id = c.id"
        " GROUP BY c.address",
    )
    each = MESSAGES // PEOPLE
    assert len(reached) == PEOPLE
    assert [line for line in reached if line[1:] != (1, each, each)] == []


def test_every_scam_has_exactly_one_alert_and_nothing_else_has_one(history):
    county, senders, _killer = history
    alerts = rows(county, "SELECT message_id::text FROM fraud_alert")
    scams = [senders.acked[name] for name, _sender, text in messages() if SCAM in text]
    assert sorted(alert for (alert,) in alerts) == sorted(scams)
