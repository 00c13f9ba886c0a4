"""Who can open what: the server nothing, the unit what was told, the source what was answered."""

from uuid import uuid4

import pytest

from county.dimensions.helpdesk.actions import leads
from county.dimensions.helpdesk.models import LeadWord, Matter, TipBox, TipReply, UnitKey
from county.dimensions.helpdesk.queries import leads as asked
from county.dimensions.helpdesk.tests.conftest import PASSPHRASE
from county.kernel import boxes
from county.kernel.ciphers import NotOpened
from county.kernel.sealing import keyring

SECRET = "天宁寺弄三号每晚聚众赌博"


def test_database_and_keys_folder_without_the_passphrase_open_nothing(source, county_wide):
    """The server writes a lead and cannot read it again."""
    source().tells(SECRET)
    word, key = LeadWord.objects.get(), UnitKey.objects.get()
    ring = keyring()
    known = [asked.salt(), bytes(key.public), bytes(TipBox.objects.get().source_key)]
    known += [ring.index(purpose) for purpose in ring._index]
    for secret in known:
        with pytest.raises(NotOpened):
            boxes.open_with(secret[:32].ljust(32, b"\0"), bytes(word.sealed), word.place)
        with pytest.raises(NotOpened):
            boxes.unwrap(secret.hex(), bytes(key.wrapped), key.place)
    private = boxes.unwrap(PASSPHRASE, bytes(key.wrapped), key.place)
    assert SECRET in boxes.open_with(private, bytes(word.sealed), word.place).decode(
        "unicode_escape"
    )


def test_a_box_moved_to_another_row_does_not_open(source, county_wide):
    source().tells()
    word, key = LeadWord.objects.get(), UnitKey.objects.get()
    private = boxes.unwrap(PASSPHRASE, bytes(key.wrapped), key.place)
    with pytest.raises(NotOpened):
        boxes.open_with(private, bytes(word.sealed), f"helpdesk_leadword|{uuid4()}")
    with pytest.raises(NotOpened):
        boxes.open_with(private, b"\x07" + bytes(word.sealed)[1:], word.place)


def test_replies_wait_sealed_to_the_receipt(source, county_wide, almighty, background):
    somebody = source()
    digits = somebody.tells()
    background.clock_strikes("take_in_anonymous_leads")
    leads.ask_source(Matter.objects.get(kind="lead"), text="几点？", by=almighty)
    reply, key = TipReply.objects.get(), UnitKey.objects.get()
    private = boxes.unwrap(PASSPHRASE, bytes(key.wrapped), key.place)
    with pytest.raises(NotOpened):
        boxes.open_with(private, bytes(reply.sealed), reply.place)
    own = boxes.receipt_of(digits, asked.salt()).private
    assert boxes.open_with(own, bytes(reply.sealed), reply.place).decode() == "几点？"
