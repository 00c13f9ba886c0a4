"""Consents only grow, whoever asks; files are numbered in the order they are opened."""

from django.db import migrations

GUARD = """
CREATE SEQUENCE residents_file_number OWNED BY residents_resident.number;
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON residents_consent
    FOR EACH STATEMENT EXECUTE FUNCTION county_only_grows();
"""
UNGUARD = "DROP SEQUENCE residents_file_number; DROP TRIGGER only_grows ON residents_consent;"


class Migration(migrations.Migration):
    dependencies = [("residents", "0001_initial"), ("events", "0002_append_only")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
