"""Is everything well? Each check says what it found and whether that is good."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from county.dimensions.fraud import queries as fraud
from county.dimensions.helpdesk.queries import leads
from county.foundation.channels.queries import standing
from county.foundation.channels.wecom.client import is_set_up
from county.foundation.documents.queries import missing_faces
from county.foundation.events.queries import backlog
from county.foundation.live.stream import HUB
from county.foundation.outside.queries import outbox
from county.kernel import clock

OLDEST_GOOD = 60
"""Seconds a fact may wait for its listeners before that is bad."""
DISK_GOOD = 2 * 1024**3
"""Bytes of disk that must be free."""
BACKUP_GOOD = 36 * 3600
"""Seconds after which a backup is too old."""


@dataclass(frozen=True)
class Finding:
    """One check: what was looked at, what was found, how bad it is (ok, warn, bad)."""

    name: str
    found: str
    level: str


def database() -> Finding:
    """Whether the database answers, and as whom."""
    begun = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('server_version')")
        role, version = cursor.fetchone()
    took = (time.perf_counter() - begun) * 1000
    return Finding(_("Database"), f"PostgreSQL {version} · {role} · {took:.1f} ms", "ok")


def queue() -> Finding:
    """How many facts wait for their listeners, and since when the oldest."""
    state = backlog()
    age = int((clock.now() - state.oldest).total_seconds()) if state.oldest else 0
    level = "bad" if age > OLDEST_GOOD else "warn" if state.dead else "ok"
    found = _("%(n)s waiting, oldest %(age)s s, given up %(dead)s") % {
        "n": state.waiting,
        "age": age,
        "dead": state.dead,
    }
    return Finding(_("Work queue"), found, level)


def partners() -> Finding:
    """How many messages to other systems wait, and how many were given up."""
    state = outbox()
    found = _("%(n)s waiting, given up %(dead)s") % {"n": state.waiting, "dead": state.dead}
    return Finding(_("Messages to partners"), found, "warn" if state.dead else "ok")


def callbacks() -> Finding:
    """How long the last message of the past hour lay between the sender and us."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(epoch FROM max(received_at - said_at)), count(*) FROM"
            " conversations_message WHERE author = 'resident'"
            " AND received_at > now() - interval '1 hour'"
        )
        lag, count = cursor.fetchone()
    found = _("%(n)s messages in the past hour, slowest %(lag)s s") % {
        "n": count,
        "lag": round(float(lag or 0), 1),
    }
    return Finding(_("Channels"), found, "warn" if float(lag or 0) > OLDEST_GOOD else "ok")


def wecom() -> Finding:
    """Whether WeCom lets us in, and its accounts are read."""
    if not is_set_up():
        return Finding(_("WeCom"), _("not set up"), "ok")
    state = standing()
    refused = [one for one in state.accesses if one.not_before and one.not_before > clock.now()]
    bad = bool(state.complaints or refused)
    found = _(
        "%(boxes)s accounts, %(bad)s unread or refused; on disk %(disk)s, unclear %(unclear)s"
    )
    words = found % {
        "boxes": len(state.mailboxes),
        "bad": len(state.complaints) + len(refused),
        "disk": state.on_disk,
        "unclear": state.troubled,
    }
    level = "bad" if bad else "warn" if state.troubled or state.on_disk else "ok"
    return Finding(_("WeCom"), words, level)


def disk() -> Finding:
    """How much room there is."""
    free = shutil.disk_usage(settings.SIWEI_HOME).free
    return Finding(
        _("Disk"), _("%.1f GB free") % (free / 1024**3), "ok" if free > DISK_GOOD else "bad"
    )


def clocks() -> Finding:
    """Whether our clock and the database's agree, and the calendar reaches far enough."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs((cursor.fetchone()[0] - datetime.now(UTC)).total_seconds())
    known = clock.calendar_known_through()
    near = (known - clock.today()).days < 45
    found = _("%(apart).2f s apart; working days known until %(day)s") % {
        "apart": apart,
        "day": known.isoformat(),
    }
    return Finding(_("Clock"), found, "bad" if apart > 1 else "warn" if near else "ok")


def models() -> Finding:
    """Which recogniser reads the messages."""
    return Finding(
        _("Fraud recognition"), fraud.recogniser(), "ok" if fraud.has_model() else "warn"
    )


def lead_keys() -> Finding:
    """Whether units have keys that leads are sealed to, and whether they can be recovered."""
    made, lost = leads.standing_of_keys()
    if not made:
        return Finding(_("Keys of leads"), _("none yet: see docs/howto/leads.md"), "warn")
    found = _("%(n)s units, %(lost)s of them cannot be recovered") % {"n": made, "lost": lost}
    return Finding(_("Keys of leads"), found, "warn" if lost else "ok")


def backup() -> Finding:
    """When the last backup was made."""
    mark = settings.SIWEI_BACKUP_MARK
    if not mark.exists():
        return Finding(_("Backup"), _("none yet: see docs/howto/operate.md"), "warn")
    age = time.time() - mark.stat().st_mtime
    found = _("%d hours ago") % (age // 3600)
    return Finding(_("Backup"), found, "ok" if age < BACKUP_GOOD else "bad")


def streams() -> Finding:
    """How many pages listen to this process."""
    return Finding(_("Live pages"), str(HUB.streams), "ok")


def fonts() -> Finding:
    """What papers are set in where the official fonts are missing."""
    missing = missing_faces()
    found = "; ".join(f"{face} → {used or '—'}" for face, used in missing.items())
    if not missing:
        return Finding(_("Fonts of papers"), _("the official ones"), "ok")
    level = "ok" if all(missing.values()) else "bad"
    words = _("not official, see docs/howto/papers.md: %(fonts)s") % {"fonts": found}
    return Finding(_("Fonts of papers"), words, level)


CHECKS: tuple[Callable[[], Finding], ...] = (
    database, queue, callbacks, partners, wecom, disk, clocks, models, lead_keys, backup, streams,
    fonts,
)  # fmt: skip


ASK_THE_DATABASE = (queue, callbacks, partners, wecom, clocks, lead_keys)


def examine() -> list[Finding]:
    """Every check; one that fails is a finding too, never an error."""
    findings: list[Finding] = []
    for check in CHECKS:
        if check in ASK_THE_DATABASE and findings[0].level == "bad":
            continue  # each would wait for the same database again, and say the same
        try:
            findings.append(check())
        except Exception as error:
            findings.append(Finding(check.__name__, f"{type(error).__name__}: {error}", "bad"))
    return findings
