"""A county of 49,000 enterprises and 460,000 residents with a year of work, laid down by SQL.

Only what the county at a glance counts is true to life; texts and names are one and the same.
"""

from __future__ import annotations

from collections.abc import Callable

import psycopg
from django.conf import settings
from django.db import connection
from django.test import Client

from county.foundation.database.embedded import SUPERUSER
from county.foundation.staff.models import Officer
from county.kernel.sealing import FORMAT
from county.site import prepare
from county.site.bench.leaking import Asks

FIRMS, PEOPLE, MESSAGES, HAZARDS = 49_000, 460_000, 7_300_000, 326_800
INCIDENTS = 60_000
"""A year of the police's list of a county of this size: an assumption."""
EACH = 10
"""Messages to a matter."""
VISITS, SUGGESTIONS, TASKS = 60_000, 600, 40_000
TABLES = (
    "organisations_organisation", "residents_resident", "residents_consent", "helpdesk_matter",
    "conversations_message", "visits_visit", "incidents_incident", "procuracy_suggestion",
    "worklist_task", "events_event", "bench_hazard",
)  # fmt: skip
TOWN = """(ARRAY['330424001','330424002','330424004','330424005','330424101','330424102',
'330424103','330424105','330424106'])[1 + (n / 7) %% 9]"""
AT = "now() - ((n::bigint * 7919) %% 365000) * interval '1 day' / 1000"

STEPS: dict[str, str] = {
    "enterprises": """
INSERT INTO organisations_organisation (id, code, name, kind, industry, area_id, address, is_active,
  in_park)
SELECT gen_random_uuid(), 'B' || lpad(n::text, 17, '0'), '演示企业' || n, 'enterprise',
  (ARRAY['2614','3311','5219','6210'])[1 + n %% 4], @town, '', n %% 50 <> 0,
  n %% 400 = 0
FROM generate_series(1, %(firms)s) AS n""",
    "residents": """
INSERT INTO residents_resident (id, number, alias, town_code, area_code, name_masked, phone_masked,
  identity_masked, address_masked, notice_version)
SELECT gen_random_uuid(), n, '', @town, @town || 'G0' || 1 + n / 9 %% 6, '', '', '', '', '2026-11'
FROM generate_series(1, %(people)s) AS n""",
    "consents": """
INSERT INTO residents_consent (resident_id, scope, given, notice_version, evidence)
SELECT id, 'tags', turn = 2 OR number %% 5 < 3, '2026-11', 'bench' FROM residents_resident,
  generate_series(1, 2) AS turn WHERE turn = 1 OR number %% 17 = 0 ORDER BY turn, number""",
    "what was agreed to": """
UPDATE residents_resident SET agreed_to = '{tags}' WHERE number %% 5 < 3 OR number %% 17 = 0""",
    "conversations": """
INSERT INTO conversations_conversation (id, channel, address, resident_id)
SELECT gen_random_uuid(), 'web', id::text, id FROM residents_resident WHERE number %% 2 = 0""",
    "matters": """
INSERT INTO helpdesk_matter (id, number, kind, state, topic, priority, resident_id, town_code,
  area_code, channel, assignee_id, last_text, last_at, unread, alert, alert_category, opened_at,
  first_reply_at, resolved_at, closed_at, result, money, stated_amount, result_note, rating_words,
  case_number, case_link)
SELECT gen_random_uuid(), 'B-' || n, kind, CASE WHEN n %% 33 = 0 THEN 'open' ELSE 'closed' END,
  topic, 3, NULL, @town, @town || 'G0' || 1 + n / 9 %% 6, 'web', NULL, '', at, 0, '', '', at,
  at + interval '5 minutes', CASE WHEN n %% 33 <> 0 THEN at + interval '3 hours' END,
  CASE WHEN n %% 33 <> 0 THEN at + interval '4 hours' END,
  CASE WHEN n %% 33 <> 0 THEN (ARRAY['solved','solved','referred','unsolved'])[1 + n %% 4]
    ELSE '' END,
  CASE WHEN topic = 'fraud' THEN (ARRAY['kept','stopped','lost'])[1 + n %% 3] ELSE '' END,
  CASE WHEN topic = 'fraud' THEN n %% 90000 END, '', '',
  CASE WHEN kind = 'lead' AND n %% 2 = 0 THEN 'A' || n / 40 ELSE '' END,
  CASE WHEN kind = 'lead' AND n %% 2 = 0 THEN 'direct' ELSE '' END
FROM (SELECT n, @at AS at, CASE WHEN n %% 100 = 7 THEN 'lead' WHEN n %% 3 = 0 THEN 'help'
    ELSE 'consultation' END AS kind,
    CASE WHEN n %% 51 = 0 THEN 'fraud' WHEN n %% 100 = 7 THEN 'theft' ELSE
    (ARRAY['hukou','traffic','exit','noise','other'])[1 + n %% 5] END AS topic
  FROM generate_series(1, %(matters)s) AS n) AS drawn""",
    "incidents": """
INSERT INTO incidents_incident (id, number, what, happened_on, area_id, loss, gap, gap_words, state,
  reason, closed_at)
SELECT gen_random_uuid(), 'B' || n, (ARRAY['other','other','theft','fraud','other','damage',
  'theft','other','robbery','embezzlement'])[1 + n %% 10], (@at)::date,
  @town || 'G0' || 1 + n / 9 %% 6, n %% 9000, false, '', CASE n %% 5 WHEN 0 THEN 'solved'
  WHEN 1 THEN 'dropped' ELSE 'open' END, '', CASE WHEN n %% 5 < 2 THEN @at END
FROM generate_series(1, %(incidents)s) AS n""",
    "messages": """
INSERT INTO conversations_message (id, number, conversation_id, channel, author, by, by_name, kind,
  text, said_at, received_at, grams)
SELECT gen_random_uuid(), 10000000 + n, places[1 + n %% cardinality(places)], 'web', 'resident',
  'web', '', 'text', '请问怎么办理身份证，需要带什么材料', @at, @at, ''
FROM generate_series(1, %(messages)s) AS n,
  (SELECT array_agg(id) AS places FROM (SELECT id FROM conversations_conversation LIMIT 20000) AS c)
  AS known""",
    "visits": """
INSERT INTO visits_visit (id, kind, state, organisation_id, why, about, url, town_code, area_code,
  due_on, appointment, planned_on, officer_id, outcome, ended_at, proposed_by, key)
SELECT gen_random_uuid(), 'enterprise', 'done', id, '排摸', '', '', area_id, area_id,
  (@at)::date, '', (@at)::date, (SELECT min(id) FROM staff_officer), '已走访', @at, 'bench',
  'bench' || n
FROM (SELECT n, 1 + n %% %(firms)s AS firm FROM generate_series(1, %(visits)s) AS n) AS drawn
JOIN (SELECT id, area_id, row_number() OVER () AS firm FROM organisations_organisation) AS firms
USING (firm)""",
    "hazards nobody has yet": """
CREATE TABLE bench_hazard AS SELECT n AS id, n %% 49000 AS unit, @town AS town,
  n %% 1300 = 0 AS major,
  @at AS found_at, CASE WHEN n %% 12 <> 0 THEN @at + interval '9 days' END AS closed_at,
  CASE WHEN n %% 1300 = 0 THEN @at + interval '2 days' END AS listed_at,
  @at + interval '30 days' AS due
FROM generate_series(1, %(hazards)s) AS n""",
}


def fill(scale: float, say: Callable[[str], None]) -> None:
    """Lay the county down once; a mark in the folder remembers at which scale."""
    mark = settings.SIWEI_HOME / "filled"
    if mark.exists():
        if mark.read_text() == str(scale):
            return
        raise RuntimeError("This folder is filled at another scale: add --fresh.")
    sizes = {
        "firms": FIRMS, "people": PEOPLE, "messages": MESSAGES, "matters": MESSAGES // EACH,
        "visits": VISITS, "hazards": HAZARDS, "incidents": INCIDENTS,
    }  # fmt: skip
    scaled = {name: max(100, int(number * scale)) for name, number in sizes.items()}
    with psycopg.connect(settings.SIWEI_SERVER.url(SUPERUSER)) as wire:
        # Keys are right by construction: checking each would take longer than writing them.
        wire.execute("SET session_replication_role = replica")
        wire.execute("SET maintenance_work_mem = '512MB'")
        wire.execute("DROP INDEX IF EXISTS message_grams")
        for name, step in STEPS.items():
            say(name)
            wire.execute(step.replace("@town", TOWN).replace("@at", AT), scaled)
        wire.execute("GRANT SELECT ON bench_hazard TO PUBLIC")
    with psycopg.connect(settings.SIWEI_SERVER.url(SUPERUSER), autocommit=True) as wire:
        say("the database's own housekeeping")
        wire.execute("VACUUM ANALYZE")
    mark.write_text(str(scale))


_LETTERS = """
INSERT INTO procuracy_suggestion (id, draft_no, kind, ground, domain, case_no, reason,
  addressee_kind, addressee, addressee_code, level, region, route, urgent, state, handler_id,
  registered_at, plan, plan_measures, plan_people, findings, by_committee, version, retention,
  volumes, reviewed_at, approved_at, year, sequence, number, issued_at, delivered_on, reply_due,
  replied_at, organisation_id)
SELECT gen_random_uuid(), 'B' || n, '4', 'G1', '', %(sealed)s, 'bench', 'involved',
  '演示企业' || n, '', 'county', '330424', '', false, 'rectifying', handler,
  now() - n * interval '12 hours', '', '[]', '[]', '', false, 1, '', '[]', now(),
  now(), 2026, n, '海检建〔2026〕B' || n,
  now() - n * interval '12 hours', (now() - n * interval '12 hours')::date,
  (now() - n * interval '12 hours')::date + 61,
  CASE WHEN n %% 3 > 0 THEN now() - n * interval '12 hours' + n %% 80 * interval '1 day' END,
  firm
FROM (SELECT n, handlers[1 + n %% cardinality(handlers)] AS handler,
    firms[1 + n %% cardinality(firms)] AS firm FROM generate_series(1, %(letters)s) AS n,
  (SELECT array_agg(id) AS handlers FROM staff_officer WHERE department_id = 'PROC') AS h,
  (SELECT array_agg(id) AS firms FROM (SELECT id FROM organisations_organisation LIMIT 900) AS o)
  AS f) AS drawn"""
_TASKS = """
INSERT INTO worklist_task (id, kind, title, why, basis, about, url, area_code, state, officer_id,
  department_id, due_at, outcome, key, done_at)
SELECT gen_random_uuid(), 'other', 'bench', 'bench', '', 'bench:1', '', '',
  CASE WHEN n %% 40 = 0 THEN 'open' ELSE 'done' END, NULL, houses[1 + n %% cardinality(houses)],
  now() - n * interval '10 minutes', '', 'bench' || n,
  CASE WHEN n %% 40 <> 0 THEN now() - n * interval '9 minutes' END
FROM generate_series(1, %(tasks)s) AS n,
  (SELECT array_agg(code ORDER BY code) AS houses FROM staff_department) AS known"""
_FACTS = """
INSERT INTO events_event (kind, subject, facts, by, happened_at)
SELECT 'worklist.task_assigned', 'task:' || id, '{}', 'officer:' ||
  people[1 + number %% cardinality(people)], now() - number * interval '10 minutes'
FROM (SELECT id, row_number() OVER () AS number FROM worklist_task) AS tasks,
  (SELECT array_agg(id ORDER BY id) AS people FROM staff_officer) AS known"""


WORK = (_LETTERS, _TASKS, _FACTS)
WORK_SIZES = {"letters": SUGGESTIONS, "tasks": TASKS, "sealed": FORMAT}
"""How many of each; nothing is inside of what is sealed."""


def give_work() -> None:
    """Suggestions, tasks and what put them on their lists, for the officers that there are."""
    with psycopg.connect(settings.SIWEI_SERVER.url(SUPERUSER)) as wire:
        if wire.execute("SELECT count(*) FROM worklist_task").fetchone() != (0,):
            return
        wire.execute("SET session_replication_role = replica")
        for step in WORK:
            wire.execute(step, WORK_SIZES)
    with psycopg.connect(settings.SIWEI_SERVER.url(SUPERUSER), autocommit=True) as wire:
        wire.execute("ANALYZE")


def restart() -> None:
    """Stop PostgreSQL and start it: nothing is in its memory afterwards."""
    settings.SIWEI_SERVER.stop()
    prepare.start_server()


def sizes() -> dict[str, int]:
    """How many rows each table has."""
    with connection.cursor() as cursor:
        found = {}
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - our own names
            found[table.partition("_")[2]] = int(cursor.fetchone()[0])
    return found


def opener(officer: Officer) -> Asks:
    """Opens pages of this process as the officer."""
    client = Client()
    client.force_login(officer)

    def asks(address: str) -> tuple[int, bytes]:
        answer = client.get(address)
        return answer.status_code, b"" if answer.streaming else answer.content

    return asks
