"""Matters for other systems: create once, list, inspect, reply, close; errors in problem+json."""

from datetime import timedelta

import pytest
from django.test import Client

from county.dimensions.helpdesk.models import Matter
from county.dimensions.helpdesk.tests.conftest import DESK, Machine, in_state, opened
from county.foundation.staff import actions as staff
from county.foundation.staff import queries as known
from county.kernel import clock
from county.records.conversations.models import Message

MESSAGES = "/api/conversations/messages"
MATTERS = "/api/helpdesk/matters"


def is_problem(answer, status):
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert set(answer.json()) >= {"title", "detail"}
    return True


def message(**changed):
    return {"external_id": "m1", "sender": "a", "text": "身份证丢了", **changed}


def test_a_message_is_created_once(machine):
    system = machine()
    first, again = system.post(MESSAGES, message()), system.post(MESSAGES, message(text="别的"))
    assert (first.status_code, again.status_code) == (201, 200)
    assert (first.json()["new"], again.json()["new"]) == (True, False)
    assert first.json()["id"] == again.json()["id"]
    assert [one.text for one in Message.objects.all()] == ["身份证丢了"]


def test_names_are_the_systems_own(machine):
    """Two systems may use the same name for two messages."""
    one, other = machine(), machine()
    assert one.post(MESSAGES, message()).status_code == 201
    assert other.post(MESSAGES, message()).status_code == 201
    assert Message.objects.values("conversation").distinct().count() == 2


def test_long_names_that_differ_at_the_end_are_two_messages(machine):
    system = machine()
    for end in "ab":
        assert system.post(MESSAGES, message(external_id="x" * 87 + end)).status_code == 201
        assert system.post(
            MESSAGES, message(external_id=f"s{end}", sender="x" * 67 + end)
        ).status_code == 201  # fmt: skip
    assert Message.objects.count() == 4
    assert Message.objects.values("conversation").distinct().count() == 3


@pytest.mark.parametrize("wrong", [
    {"external_id": ""}, {"external_id": "x" * 89}, {"external_id": "a\x00b"}, {"sender": "\x00"},
    {"sender": "x" * 69}, {"sender": "a\nb"}, {"text": "x" * 200_001}, {"text": None},
    {"said_at": "0001-01-01T00:00:00+08:00"}, {"said_at": "9999-12-31T23:59:59Z"},
    {"said_at": "2026-11-23T10:00:00"}, {"said_at": "yesterday"}, {"external_id": 7},
])  # fmt: skip
def test_what_cannot_be_kept_is_refused_with_its_place(machine, wrong):
    answer = machine().post(MESSAGES, message(**wrong))
    assert is_problem(answer, 422)
    (field,) = wrong
    assert field in str(answer.json()["errors"])
    assert Message.objects.count() == 0


def test_a_message_keeps_the_moment_it_was_said(machine):
    moment = clock.now() - timedelta(minutes=3)
    machine().post(MESSAGES, message(said_at=moment.isoformat()))
    assert Message.objects.get().said_at == moment


def test_matters_are_listed_page_by_page_without_gap_or_repeat(machine):
    expected = {str(opened("consultation").pk) for _n in range(7)}
    system, after, seen = machine(), None, []
    while True:
        page = system.get(MATTERS, limit=3, **({"after": after} if after else {})).json()
        seen += [one["id"] for one in page["matters"]]
        after = page["next"]
        if after is None:
            break
    assert len(seen) == 7
    assert set(seen) == expected


def test_lists_are_narrowed_by_state_and_kind(machine, almighty):
    opened("help")
    closed = in_state("consultation", "closed", almighty)
    system = machine()
    (found,) = system.get(MATTERS, state="closed", kind="consultation").json()["matters"]
    assert found["number"] == closed.number
    assert system.get(MATTERS, state="nonsense").json()["matters"] == []
    for wrong in ({"limit": 0}, {"limit": 201}, {"limit": "x"}, {"after": "x"}):
        assert is_problem(system.get(MATTERS, **wrong), 422)


def test_a_matter_shows_its_thread_and_no_personal_field(machine, almighty):
    matter = in_state("consultation", "answered", almighty)
    seen = machine().get(f"{MATTERS}/{matter.pk}").json()
    assert [(one["author"], one["text"]) for one in seen["messages"]] == [
        ("officer", "请带身份证来")
    ]
    assert not {"resident", "name", "phone", "identity", "address", "alias"} & set(seen)


def test_a_reply_with_a_key_is_one_reply_and_changes_nothing_again(machine, background):
    system = machine()
    system.post(MESSAGES, message())
    background.catch_up()
    matter = Matter.objects.get()
    body = {"text": "请带身份证来", "key": "01900000-0000-7000-8000-000000000001"}
    first = system.post(f"{MATTERS}/{matter.pk}/reply", body)
    system.post(MESSAGES, message(external_id="m2", text="什么时候"))
    background.catch_up()
    again = system.post(f"{MATTERS}/{matter.pk}/reply", body)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert Message.objects.filter(author="officer").count() == 1
    assert Matter.objects.get().waiting_since is not None, "the second question still waits"


def test_a_key_that_names_another_message_is_refused(machine, almighty):
    system = machine()
    kept = system.post(MESSAGES, message()).json()["id"]
    matter = in_state("consultation", "taken", almighty)
    answer = system.post(f"{MATTERS}/{matter.pk}/reply", {"text": "好", "key": kept})
    assert is_problem(answer, 409)
    assert Message.objects.filter(author="officer").count() == 0
    assert Matter.objects.get(pk=matter.pk).state == "taken"


@pytest.mark.parametrize("text", ["", " ", "\x00", "\u202e", "\x07\x00"])
def test_a_reply_of_nothing_is_refused(machine, almighty, text):
    matter = in_state("consultation", "taken", almighty)
    answer = machine().post(f"{MATTERS}/{matter.pk}/reply", {"text": text})
    assert answer.status_code in (409, 422)
    assert Message.objects.count() == 0


def test_a_reply_is_made_safe(machine, almighty):
    matter = in_state("consultation", "taken", almighty)
    answer = machine().post(f"{MATTERS}/{matter.pk}/reply", {"text": "请\x00来\u202e"})
    assert answer.status_code == 201
    assert Message.objects.get().text == "请来"


def test_closing_happens_once_and_only_where_the_flow_has_it(machine, almighty):
    matter, system = in_state("consultation", "answered", almighty), machine()
    assert system.post(f"{MATTERS}/{matter.pk}/close").json()["state"] == "closed"
    assert is_problem(system.post(f"{MATTERS}/{matter.pk}/close"), 409)
    assert is_problem(system.post(f"{MATTERS}/{opened('lead').pk}/close"), 404)


def test_a_key_without_resolve_closes_no_call_for_help(machine, almighty):
    matter = in_state("help", "resolved", almighty)
    system = machine(permits=["helpdesk.read", "helpdesk.reply"])
    assert is_problem(system.post(f"{MATTERS}/{matter.pk}/close"), 403)
    assert Matter.objects.get(pk=matter.pk).state == "resolved"


def test_a_key_without_an_officer_answers_nobody(machine, almighty):
    matter = in_state("consultation", "taken", almighty)
    answer = machine(named=False).post(f"{MATTERS}/{matter.pk}/reply", {"text": "好"})
    assert is_problem(answer, 403)


@pytest.mark.parametrize("permit", ["helpdesk.read", "helpdesk.reply", "conversations.receive"])
def test_each_door_asks_for_its_permit(machine, almighty, permit):
    matter = in_state("consultation", "answered", almighty)
    system = machine(permits=[one for one in DESK if one != permit])
    door = {
        "helpdesk.read": lambda: system.get(MATTERS),
        "helpdesk.reply": lambda: system.post(f"{MATTERS}/{matter.pk}/reply", {"text": "好"}),
        "conversations.receive": lambda: system.post(MESSAGES, message()),
    }[permit]
    assert is_problem(door(), 403)


def test_a_stations_key_does_not_see_another_towns_matters(machine):
    far, near = opened("help", town="330424101"), opened("help")
    system = machine(department="PS001")
    assert [one["number"] for one in system.get(MATTERS).json()["matters"]] == [near.number]
    for address in (f"{MATTERS}/{far.pk}", f"{MATTERS}/00000000-0000-7000-8000-000000000000"):
        assert is_problem(system.get(address), 404)
        assert is_problem(system.post(f"{address}/reply", {"text": "好"}), 404)
        assert is_problem(system.post(f"{address}/close"), 404)


@pytest.mark.parametrize(
    "secret",
    ["", "x", "sw_", "sw_" + "A" * 43, "sw_\x00" + "A" * 40, "密钥", "sw_" + "A" * 5000],
)
def test_a_forged_key_opens_nothing(db, secret):
    system = Machine(secret.encode().decode("latin-1"))
    for answer in (system.get(MATTERS), system.post(MESSAGES, message())):
        assert is_problem(answer, 401)
    assert Message.objects.count() == 0


def test_a_key_with_the_right_beginning_and_a_wrong_end_opens_nothing(machine):
    system = machine()
    assert system.get(MATTERS).status_code == 200
    secret = system.bearer["HTTP_AUTHORIZATION"]
    system.bearer = {"HTTP_AUTHORIZATION": secret[:-1] + ("A" if secret[-1] != "A" else "B")}
    assert is_problem(system.get(MATTERS), 401)


def test_a_revoked_or_expired_key_opens_nothing(machine, almighty):
    revoked, expired = machine(), machine()
    keys = list(known.keys().order_by("pk"))
    staff.revoke_key(keys[0], by=almighty)
    type(keys[1]).objects.filter(pk=keys[1].pk).update(expires_at=clock.now())
    known._known.clear()
    assert is_problem(revoked.get(MATTERS), 401)
    assert is_problem(expired.get(MATTERS), 401)


@pytest.mark.parametrize("raw", [
    b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"text": "\\ud800"}', b"{" * 5000,
    b'{"external_id": "a", "sender": "b", "text": "\xc3\x28"}',
])  # fmt: skip
def test_a_body_that_is_no_message_is_refused(machine, raw):
    answer = machine().post(MESSAGES, raw=raw)
    assert answer.status_code in (400, 422)
    assert is_problem(answer, answer.status_code)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "multipart/form-data", "", "application/json; x"]
)
def test_a_wrong_content_type_breaks_nothing(machine, kind):
    answer = machine().post(MESSAGES, raw=b"<x/>", kind=kind)
    assert answer.status_code in (400, 415, 422)
    assert is_problem(answer, answer.status_code)


def test_a_body_that_is_too_large_is_refused_as_such(machine):
    assert is_problem(machine().post(MESSAGES, raw=b'"' + b"x" * 2_200_000 + b'"'), 413)


def test_an_address_of_the_api_that_is_none_says_so(machine):
    assert is_problem(machine().get("/api/nothing"), 404)


def schema():
    answer = Client().get("/api/openapi.json")
    assert answer.status_code == 200
    return answer.json()


def references(node):
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def test_the_description_is_reachable_and_holds_together(db):
    described = schema()
    assert described["openapi"].startswith("3.")
    assert {"title", "version"} <= set(described["info"])
    for reference in references(described):
        node = described
        for part in reference.removeprefix("#/").split("/"):
            node = node[part]
    names = [
        door["operationId"] for verbs in described["paths"].values() for door in verbs.values()
    ]
    assert len(names) == len(set(names))
    for path, verbs in described["paths"].items():
        placed = {part[1:-1] for part in path.split("/") if part.startswith("{")}
        for door in verbs.values():
            assert placed == {p["name"] for p in door.get("parameters", []) if p["in"] == "path"}
            assert door["responses"] and door["summary"]


def test_the_described_doors_are_the_ones_that_are_there(db):
    doors = {f"{verb} {path}" for path, verbs in schema()["paths"].items() for verb in verbs}
    assert doors >= {
        "post /api/conversations/messages", "get /api/helpdesk/matters",
        "get /api/helpdesk/matters/{matter_id}", "post /api/helpdesk/matters/{matter_id}/reply",
        "post /api/helpdesk/matters/{matter_id}/close",
    }  # fmt: skip
