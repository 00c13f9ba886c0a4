"""The command `siwei triage`: JSON lines of messages in, a reading of each out."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any, TextIO

from county.dimensions.fraud.knowledge.ocr_worker import OcrFailed, OcrWorker
from county.dimensions.fraud.knowledge.reading import Reading, Turn, read, read_thread

LARGEST_PICTURE = 20_000_000  # bytes
USAGE = 'each line must be a JSON object such as {"id": 1, "text": "…"}'


class BadLineError(Exception):
    """A line that cannot be answered, and why in plain words."""


def _row(identity: object, reading: Reading) -> dict[str, Any]:
    return {
        "id": identity,
        "is_scam": reading.is_scam,
        "score": reading.score,
        "category": reading.category,
        "intent": reading.intent,
        "evidence": [
            {"start": one.start, "end": one.end, "why": one.why_zh} for one in reading.evidence
        ],
        "abstain": reading.abstain,
    }


def _picture(path: str, worker: OcrWorker) -> tuple[str, Reading]:
    """The text of a picture file and its reading; of a chat, the graver of whole and turns."""
    try:
        file = Path(path)
        if file.stat().st_size > LARGEST_PICTURE:
            raise BadLineError("the picture is too large")
        shot = worker.read(file.read_bytes())
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no such name"
        raise BadLineError(f"the picture cannot be opened: {reason}") from error
    except OcrFailed as error:
        raise BadLineError(f"the picture cannot be read: {error}") from error
    turns = [Turn(line.speaker, line.text) for line in shot.lines if line.speaker != "none"]
    whole = read(shot.text)
    if len(turns) > 1:
        talk = read_thread(turns)
        text = "\n".join(turn.text for turn in turns)
        if talk.concern > whole.concern:
            return text, talk
    return shot.text, whole


def _no_number(name: str) -> None:
    """NaN and infinities are no JSON."""
    raise ValueError(name)


def _asked(line: str) -> dict[str, Any]:
    """The object of one line."""
    try:
        asked = json.loads(line, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise BadLineError(f"not valid JSON; {USAGE}") from error
    if not isinstance(asked, dict):
        raise BadLineError(USAGE)
    return asked


def _reading(asked: dict[str, Any], worker: OcrWorker) -> dict[str, Any]:
    """The answer to one object; a text read out of a picture comes with it."""
    identity = asked.get("id")
    if isinstance(asked.get("text"), str):
        return _row(identity, read(asked["text"]))
    if isinstance(asked.get("image"), str):
        text, reading = _picture(asked["image"], worker)
        return {**_row(identity, reading), "text": text}
    raise BadLineError('the object needs a "text" or an "image", as a string')


def _answer(line: str, worker: OcrWorker) -> dict[str, Any]:
    """The answer to one line, or why there is none."""
    asked: dict[str, Any] = {}
    try:
        asked = _asked(line)
        return _reading(asked, worker)
    except BadLineError as error:
        return {"id": asked.get("id"), "error": str(error)}


def main(stdin: TextIO, stdout: TextIO) -> int:
    """Answer each line in order, at once; 0 when the input ends, also after bad lines."""
    if isinstance(stdin, io.TextIOWrapper):
        stdin.reconfigure(encoding="utf-8-sig", errors="replace")
    if isinstance(stdout, io.TextIOWrapper):
        stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    worker = OcrWorker()
    try:
        for line in stdin:
            if line.strip():
                stdout.write(json.dumps(_answer(line, worker), ensure_ascii=False) + "\n")
                stdout.flush()
    except BrokenPipeError:
        return 1
    finally:
        worker.close()
    return 0
