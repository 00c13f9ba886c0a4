"""Fraud work in the background: pictures are read for signs of a scam; decisions teach."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from county.dimensions.fraud import actions, queries
from county.dimensions.fraud.events import (
    StopPaymentAsked,
    SuspicionConfirmed,
    SuspicionDismissed,
    SuspicionRaised,
    SuspicionReopened,
)
from county.dimensions.fraud.knowledge.ocr_worker import OcrFailed, OcrWorker
from county.dimensions.fraud.knowledge.reading import Turn, read, read_thread
from county.foundation.events.clock import every
from county.foundation.events.registry import on
from county.foundation.files import actions as files
from county.foundation.files.models import StoredFile
from county.kernel.saying import saying
from county.records.conversations import actions as conversations
from county.records.conversations.events import MessageRecalled, PictureRead, PictureReceived
from county.records.conversations.models import Kind, Message, Read
from county.records.residents.events import ChildFound, ConsentRecorded, ResidentErased
from county.records.rights.periods import kept_for

WORKER = OcrWorker()
AT_ONCE = 5_000


@on(PictureReceived, outside=True)
def read_picture(fact: PictureReceived) -> None:
    """Read the text of a picture in its own process; keep it beside the picture.

    A picture that cannot be read is said to be so: an empty reading is kept.
    """
    message = Message.objects.get(pk=fact.message_id)
    if message.kind != Kind.IMAGE or message.file is None:
        return
    file = StoredFile.objects.filter(pk=message.file).first()
    if file is None or Read.objects.filter(message=message).exists():
        return
    try:
        shot = WORKER.read(files.open_clean(file))
    except OcrFailed:
        conversations.keep_reading(message, text="", turns=[], by=actions.RECOGNISER)
        return
    turns = [asdict(line) for line in shot.lines]
    conversations.keep_reading(message, text=shot.text, turns=turns, by=actions.RECOGNISER)


@on(PictureRead)
def look_for_fraud(fact: PictureRead) -> None:
    """Read what was read out of a picture for signs of a scam, with who said it."""
    kept = Read.objects.select_related("message").get(message_id=fact.message_id)
    turns = [
        Turn(speaker=line["speaker"], text=line["text"])
        for line in kept.turns
        if line.get("speaker") in ("other", "self")
    ]
    whole = (read(kept.text), kept.text)
    spoken = (read_thread(turns), "\n".join(turn.text for turn in turns)) if turns else whole
    reading, text = max(spoken, whole, key=lambda one: one[0].concern)
    actions.raise_suspicion(
        kept.message,
        reading,
        text=text,
        source="image",
        by=actions.RECOGNISER,
        instead=bool(kept.corrected_by),
    )


@on(SuspicionConfirmed)
def learn_what_is_fraud(fact: SuspicionConfirmed) -> None:
    """What an officer confirmed becomes an example, where the resident allows it."""
    actions.keep_example(fact.alert_id)


@on(SuspicionDismissed)
def learn_what_is_none(fact: SuspicionDismissed) -> None:
    """What an officer dismissed becomes one too; numbers in it lead to no scammer."""
    actions.keep_example(fact.alert_id)
    actions.drop_sightings(fact.alert_id)


@on(SuspicionReopened)
def unlearn_what_was_taken_back(fact: SuspicionReopened) -> None:
    """A decision that was taken back teaches nothing; the next one will."""
    actions.unlearn(
        fact.alert_id,
        reason=saying(gettext_noop("The decision was taken back.")),
        by=actions.LEARNER,
    )
    actions.see_identifiers(fact.alert_id)


@on(SuspicionRaised)
def note_what_is_named(fact: SuspicionRaised) -> None:
    """Phones, cards, accounts and links of a suspected scam are known when they come again."""
    actions.see_identifiers(fact.alert_id)


@on(StopPaymentAsked)
def note_the_account(fact: StopPaymentAsked) -> None:
    """The account of a stop request is known when a message names it."""
    actions.see_account(fact.stop_id)


@on(ResidentErased)
def forget_an_erased_person(fact: ResidentErased) -> None:
    """Nothing that an erased person wrote teaches on."""
    actions.forget_person(fact.resident_id)


@every("50 3 * * *")
def quote_nothing_that_is_gone() -> None:
    """What was taken out of a message stands in no alert either."""
    for alert in queries.quoting_the_emptied()[:AT_ONCE]:
        actions.unquote(alert)


@on(MessageRecalled)
def quote_nothing_taken_back(fact: MessageRecalled) -> None:
    """What a resident took back stands in no alert."""
    for alert in queries.quoting().filter(message_id=fact.message_id):
        actions.unquote(alert)


@on(ChildFound)
def forget_a_child(fact: ChildFound) -> None:
    """Nothing of a child is kept."""
    actions.forget_person(fact.resident_id)


@on(ConsentRecorded)
def forget_who_refuses(fact: ConsentRecorded) -> None:
    """Whoever takes back that their words may teach is forgotten, whatever door it was said at."""
    if fact.scope == actions.LEARNING and not fact.given:
        actions.forget_person(fact.resident_id, sightings=False)


@kept_for("fraud_examples", _("masked examples of judged alerts"), days=730)
def let_examples_end(before: datetime) -> int:
    """Scams change: what was learnt from two years ago is let go."""
    return actions.forget_older_examples(before)


@kept_for("fraud_sightings", _("hashes of numbers and links seen in scams"), days=365)
def let_sightings_end(before: datetime) -> int:
    """As long as chats are kept (E32)."""
    return actions.forget_older_sightings(before)
