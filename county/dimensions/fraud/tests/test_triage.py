"""The command `siwei triage`: one answer a line, in order, whatever comes in."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

from county.dimensions.fraud.knowledge import triage

ROOT = Path(__file__).resolve().parents[4]
SCAM = "我是李总，在开会不方便接电话，先把38万转到这个个人账户"


def answers(lines: str) -> list[dict[str, object]]:
    out = io.StringIO()
    assert triage.main(io.StringIO(lines), out) == 0
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_answers_come_in_order_with_all_fields() -> None:
    asked = [{"id": n, "text": text} for n, text in enumerate([SCAM, "今天天气不错", SCAM])]
    told = answers("".join(json.dumps(one) + "\n" for one in asked))
    assert [one["id"] for one in told] == [0, 1, 2]
    assert [one["is_scam"] for one in told] == [True, False, True]
    assert set(told[0]) == {
        "id", "is_scam", "score", "category", "intent", "evidence", "abstain",
    }  # fmt: skip
    assert told[0]["category"] == "冒充领导熟人"
    assert told[1]["category"] == "正常"
    for one in told[0]["evidence"]:  # type: ignore[attr-defined]
        assert set(one) == {"start", "end", "why"}
        assert 0 <= one["start"] < one["end"] <= len(SCAM)


def test_bad_lines_are_answered_in_plain_words_and_do_not_stop_it() -> None:
    bad = ["not json", "[1]", '{"id": 2}', '{"id": 3, "text": 4}', '{"id": NaN, "text": ""}']
    bad += ["[" * 100_000, '{"id": 5, "image": "/no/such/file"}', '{"id": 6, "image": "a\\u0000b"}']
    told = answers("\n".join([*bad, "", '{"id": 9, "text": "好"}']))
    assert len(told) == len(bad) + 1
    assert all(one["error"] for one in told[:-1])
    assert told[2]["id"] == 2
    assert told[-1]["id"] == 9
    assert "error" not in told[-1]


def test_odd_characters_go_through() -> None:
    told = answers('{"id": "😀", "text": "\\u0000\\ud83d 转账"}\n')
    assert told[0]["id"] == "😀"


def test_it_runs_without_settings_and_answers_each_line_at_once() -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO")}
    with subprocess.Popen(
        [sys.executable, "-m", "county.site.cli", "triage"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env, cwd=ROOT,
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        for number in range(3):
            process.stdin.write(json.dumps({"id": number, "text": SCAM}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.write(b"\xff\xfe bad bytes\n")
        process.stdin.flush()
        assert "error" in json.loads(process.stdout.readline())
        process.stdin.close()
        assert process.wait(10) == 0
