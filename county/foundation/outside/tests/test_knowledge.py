"""What may be told is a reviewed list; what must never be told cannot be put on it."""

import ipaddress
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from county.foundation.events.registry import KINDS
from county.foundation.outside import knowledge, wire
from county.foundation.outside.registry import GUARDS
from county.kernel.errors import Incomplete

SOURCE = tomllib.loads((Path(knowledge.__file__).parent / "telling.toml").read_text("utf-8"))


def with_kind(name, names=("matter_id",)):
    return {**SOURCE, "kind": [{"name": name, "fields": list(names)}]}


def test_the_list_names_facts_and_fields_that_exist():
    for kind, names in knowledge.telling().kinds.items():
        known = {one.name for one in fields(KINDS[kind])}
        assert set(names) <= known, kind
        assert KINDS[kind].subject_field in names, kind


def test_every_kind_on_the_list_is_guarded_by_its_dimension():
    assert {KINDS[kind].subject_field for kind in knowledge.telling().kinds} <= set(GUARDS)


def test_leads_tags_and_profiles_can_never_be_put_on_the_list():
    never = [
        kind for kind in KINDS
        if kind.startswith(knowledge.NEVER) or knowledge.SECRET.search(kind)
    ]  # fmt: skip
    for part in ("tags.", "residents.", "audiences.", "conversations.", "outside."):
        assert any(kind.startswith(part) for kind in never), part
    assert {"helpdesk.lead_extended", "helpdesk.source_wrote", "helpdesk.consent_asked"} <= {*never}
    for kind in never:
        with pytest.raises(ValueError, match="never"):
            knowledge.understood(with_kind(kind))


@pytest.mark.parametrize(
    "field", ["note", "why", "words", "text", "officer_id", "conversation_id", "name"]
)
def test_words_and_persons_are_no_fields_of_a_message(field):
    with pytest.raises(ValueError, match="would tell"):
        knowledge.understood(with_kind("helpdesk.matter_moved", [field]))


def test_pauses_grow():
    patience = {**SOURCE["patience"], "pauses": [60, 30]}
    with pytest.raises(ValueError, match="grow"):
        knowledge.understood({**SOURCE, "patience": patience})
    tries = [knowledge.pause_after(n) for n in range(1, 9)]
    assert tries == [60, 300, 1800, 7200, 18000, 36000, 86400, None]


def test_it_signs_as_the_published_example_of_standard_webhooks():
    """The vector that the specification's own libraries are tested with."""
    signed = knowledge.signature(
        "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}',
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    )  # fmt: skip
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    ("address", "goes"),
    [
        ("8.8.8.8", True), ("2001:4860:4860::8888", True), ("127.0.0.1", False), ("::1", False),
        ("10.1.2.3", False), ("172.16.0.1", False), ("192.168.1.1", False),
        ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False), ("::", False),
        ("224.0.0.1", False), ("255.255.255.255", False), ("fe80::1", False), ("fd00::1", False),
        ("::ffff:127.0.0.1", False), ("::ffff:10.0.0.1", False), ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False), ("2001:0:7f00:1::", False),
    ],
)  # fmt: skip
def test_private_addresses_are_refused(address, goes):
    assert wire.allowed(ipaddress.ip_address(address)) is goes


def test_the_administrator_may_name_a_private_network(settings):
    settings.SIWEI_OUTSIDE_NETWORKS = (
        ipaddress.ip_network("10.23.0.0/16"), ipaddress.ip_network("fd00:1::/64"),
    )  # fmt: skip
    assert wire.allowed(ipaddress.ip_address("10.23.4.5"))
    assert wire.allowed(ipaddress.ip_address("fd00:1::9"))
    assert not wire.allowed(ipaddress.ip_address("10.24.4.5"))
    assert not wire.allowed(ipaddress.ip_address("127.0.0.1"))


def test_a_name_with_one_private_address_is_refused_whole(monkeypatch):
    """A name may not hide a private address behind a public one."""
    found = [(0, 0, 0, "", (one, 443)) for one in ("8.8.8.8", "127.0.0.1")]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_more: found)
    with pytest.raises(wire.NotSent):
        wire.addresses_of("example.org", 443)


def test_the_connection_goes_to_the_address_that_was_judged(monkeypatch):
    """A name that says something else a moment later is not asked again (rebinding)."""
    said = iter([[(0, 0, 0, "", ("203.0.114.7", 443))], [(0, 0, 0, "", ("127.0.0.1", 443))]])
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_more: next(said))
    went = []

    def connect(address, *_args, **_more):
        went.append(address[0])
        raise OSError

    monkeypatch.setattr("socket.create_connection", connect)
    with pytest.raises(wire.NotSent):
        wire.post("https://example.org/x", b"{}", {})
    assert went == ["203.0.114.7"]


@pytest.mark.parametrize(
    "url",
    ["http://example.org/", "ftp://example.org/", "https://", "https://u:p@example.org/",
     "https://example.org/#x", "https://example.org:99999/", "https://ex ample.org/",
     "javascript:x",
     "https://example.org/\r\nx", "//example.org", "https://[::1", "https://例子.中国/", ""],
)  # fmt: skip
def test_only_plain_https_addresses_are_taken(url):
    with pytest.raises(Incomplete):
        wire.checked(url)


def test_http_goes_to_this_machine_in_the_demonstration_only(settings):
    with pytest.raises(Incomplete):
        wire.checked("http://127.0.0.1:9/")
    settings.SIWEI_DEMO = True
    assert wire.checked("http://127.0.0.1:9/")
    with pytest.raises(Incomplete):
        wire.checked("http://example.org/")
