"""What is going on right now: questions that wait, matters half done, an alert nobody has seen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from county.demo.playbook import Script
from county.demo.scene import Scene
from county.demo.stage import Story
from county.kernel import clock


def going_on(scene: Scene, row: dict[str, Any]) -> Story:
    """One matter that is open when the play ends."""
    begun = clock.now()
    if not scene.arrives():
        return
    scene.says(row["asks"][0])
    if row["how"] == "waits":
        return
    if row["how"] == "fresh_fraud":
        yield clock.now() + timedelta(seconds=25)
        scene.shows_chat(row["picture"])
        return
    end = begun + timedelta(minutes=row["minutes"])
    urgent = bool(row.get("urgent")) or row["topic"] == "fraud"
    yield min(scene.reply_time(urgent=urgent), end - timedelta(minutes=row["minutes"] * 0.6))
    _taken(scene, row)
    yield from _half_done(scene, row)
    if "again" in row:
        yield end - timedelta(minutes=row["minutes"] * scene.rng.uniform(0.06, 0.2))
        scene.says(row["again"])


def _taken(scene: Scene, row: dict[str, Any]) -> None:
    fraud = row["topic"] == "fraud"
    if row["how"] != "asks_again":
        scene.becomes(row["topic"], money=fraud, urgent=bool(row.get("urgent")))
    elif scene.matter.topic != row["topic"]:
        scene.is_about(row["topic"])
    scene.takes()
    if fraud:
        scene.judges(row["category"])
    scene.replies(row["says"])


def _half_done(scene: Scene, row: dict[str, Any]) -> Story:
    """What else an officer has done so far: a note, a colleague, a visit, the fraud desk."""
    yield clock.now() + timedelta(minutes=row["minutes"] * 0.1)
    if "note" in row:
        scene.notes(row["note"])
    helper = scene.stations.named(row["helper"]) if "helper" in row else None
    if helper is not None and row["how"] == "with_officer":
        scene.asks_along(helper)
    if helper is not None and row["how"] == "visiting":
        scene.sends(helper, "")
    if row["how"] == "fraud_desk":
        stop = scene.asks_to_stop(
            Script(topic="fraud", asks=(), amount=row["amount"], bank=row["bank"])
        )
        yield clock.now() + timedelta(minutes=3)
        scene.ends_stop(stop, "send")
