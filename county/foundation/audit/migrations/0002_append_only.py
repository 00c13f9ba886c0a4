"""These rows only grow, whoever asks."""

from django.db import migrations

GUARD = """
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON audit_look
    FOR EACH STATEMENT EXECUTE FUNCTION county_only_grows();
"""
UNGUARD = "DROP TRIGGER only_grows ON audit_look;"


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("events", "0002_append_only")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
