"""Fraud work in the background: pictures are read, and read for signs of a scam."""

from __future__ import annotations

from dataclasses import asdict

from county.dimensions.fraud import actions
from county.dimensions.fraud.knowledge.ocr_worker import OcrFailed, OcrWorker
from county.dimensions.fraud.knowledge.reading import Turn, read, read_thread
from county.foundation.events.registry import on
from county.foundation.files import actions as files
from county.foundation.files.models import StoredFile
from county.records.conversations import actions as conversations
from county.records.conversations.events import PictureRead, PictureReceived
from county.records.conversations.models import Kind, Message, Read

WORKER = OcrWorker()


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
    reading, text = max(spoken, whole, key=lambda one: one[0].score)
    actions.raise_suspicion(
        kept.message,
        reading,
        text=text,
        source="image",
        by=actions.RECOGNISER,
        instead=bool(kept.corrected_by),
    )
