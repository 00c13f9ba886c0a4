"""The log only grows, whoever asks."""

from django.db import migrations

GUARD = """
CREATE FUNCTION county_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are written once', TG_TABLE_NAME;
END $$;
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON events_event
    FOR EACH STATEMENT EXECUTE FUNCTION county_only_grows();
"""
UNGUARD = "DROP TRIGGER only_grows ON events_event; DROP FUNCTION county_only_grows();"


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
