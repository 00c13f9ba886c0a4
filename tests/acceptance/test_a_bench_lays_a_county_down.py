"""What `siwei bench dashboard` lays down by SQL fits the tables as they are now."""

import pytest
from django.db import connection

from county.site.bench.countywide import AT, STEPS, TOWN, WORK, WORK_SIZES

pytestmark = pytest.mark.django_db
SIZES = {
    "firms": 120,
    "people": 120,
    "messages": 200,
    "matters": 120,
    "visits": 120,
    "hazards": 120,
    "incidents": 120,
}


def test_every_step_of_the_county_fits_the_tables(desk):
    desk("沈警官")
    with connection.cursor() as cursor:
        for step in (one for one in STEPS.values() if "CREATE TABLE" not in one):
            cursor.execute(step.replace("@town", TOWN).replace("@at", AT), SIZES)
            assert cursor.rowcount >= 60


def test_so_does_the_work_of_the_officers(desk):
    desk("检察官", post="PROC_HANDLER", department="PROC")
    test_every_step_of_the_county_fits_the_tables(desk)
    with connection.cursor() as cursor:
        for step in WORK:
            cursor.execute(step, {**WORK_SIZES, "letters": 60, "tasks": 60})
            assert cursor.rowcount >= 60
