"""The door and the role of the anonymous address: who stands there is forgotten (T16, A4)."""

import psycopg
import pytest
from django.conf import settings as house
from django.urls import get_resolver

from county.foundation.database.embedded import TIPS
from county.records.places.models import Area
from county.site import tips_door, tips_settings
from county.site.prepare import TIPS as RIGHTS
from tests.database import SERVER


def as_tips():
    name = house.DATABASES["default"]["NAME"]
    return psycopg.connect(SERVER.url(TIPS, name), autocommit=True)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT sealed FROM helpdesk_leadword",
        "SELECT matter_id FROM helpdesk_tipbox",
        "SELECT wrapped FROM helpdesk_unitkey",
        "SELECT * FROM helpdesk_matter",
        "SELECT * FROM residents_resident",
        "SELECT * FROM staff_officer",
        "SELECT * FROM events_event",
        "UPDATE helpdesk_tipbox SET state = 'closed'",
        "DELETE FROM helpdesk_leadword",
        "DELETE FROM helpdesk_tipreply",
        "INSERT INTO helpdesk_tipreply DEFAULT VALUES",
        "CREATE TABLE mine (id int)",
    ],
)
def test_the_role_of_the_address_may_not(db, statement):
    """A4: it puts in, it looks up under a receipt, and nothing else."""
    with as_tips() as role, pytest.raises(psycopg.errors.InsufficientPrivilege):
        role.execute(statement)


def test_the_role_may_what_the_pages_need(db):
    with as_tips() as role:
        for table in RIGHTS:
            found = role.execute("SELECT count(*) FROM pg_class WHERE relname = %s", [table])
            assert found.fetchone() == (1,)
        role.execute("SELECT locator, state, unit_key_id FROM helpdesk_tipbox")
        role.execute("SELECT id, box_id, sealed, number, day, part FROM helpdesk_tipreply")
        assert (
            role.execute("SELECT count(*) FROM places_area").fetchone()[0] == Area.objects.count()
        )


# -- the door --------------------------------------------------------------------------------------


def scope(**more):
    return {
        "type": "http", "method": "GET", "path": "/", "query_string": b"canary=1",
        "client": ("203.0.113.77", 50123),
        "headers": [
            (b"host", b"tips"), (b"cookie", b"siwei=canary"), (b"user-agent", b"canary"),
            (b"referer", b"canary"), (b"accept-language", b"canary"),
            (b"x-forwarded-for", b"198.51.100.9"), (b"content-length", b"3"),
        ],
        **more,
    }  # fmt: skip


def test_the_door_forgets_who_stands_before_it():
    heard = tips_door.stripped(scope())
    assert "203.0.113" not in str(heard) and "canary" not in str(heard)
    assert [name for name, _value in heard["headers"]] == [b"host", b"content-length"]
    assert len(heard["client"][0]) == 8


def test_a_neighbourhood_is_the_same_for_an_hour_and_then_another(monkeypatch):
    monkeypatch.setattr(tips_door, "SALT", tips_door.Salt())
    one = tips_door.sender(scope(client=("203.0.113.1", 1)))
    assert tips_door.sender(scope(client=("203.0.113.250", 2))) == one
    assert tips_door.sender(scope(client=("203.0.114.1", 1))) != one
    assert tips_door.sender(scope(client=("2001:db8:1::1", 1))) == tips_door.sender(
        scope(client=("2001:db8:1:ffff::2", 1))
    )
    later = tips_door.time.monotonic() + tips_door.HOUR
    monkeypatch.setattr(tips_door.time, "monotonic", lambda: later)
    assert tips_door.sender(scope(client=("203.0.113.1", 1))) != one


@pytest.mark.parametrize("https", [True, False])
def test_only_behind_our_own_proxy_is_its_last_word_believed(settings, https):
    settings.SIWEI_HTTPS = https
    claimed = [(b"x-forwarded-for", b"1.1.1.1, 198.51.100.9")]
    direct = scope(client=("198.51.100.9" if https else "203.0.113.77", 1), headers=[])
    assert tips_door.sender(scope(headers=claimed)) == tips_door.sender(direct)


@pytest.mark.parametrize("length", [b"99999999", b"-1", b"x", b"9" * 400])
def test_what_is_too_large_does_not_come_in(source, length):
    heard = tips_door.stripped(scope(method="POST", headers=[(b"content-length", length)]))
    assert (heard["path"], heard["headers"]) == ("/too-large/", [])
    assert source().client.get(heard["path"]).status_code == 413


def test_every_page_of_the_address_says_why_it_is_open():
    patterns = get_resolver(tips_settings.ROOT_URLCONF).url_patterns
    assert len(patterns) == 4
    for pattern in patterns:
        assert pattern.callback.permit.startswith("public: ")
        assert pattern.callback.login_required is False
