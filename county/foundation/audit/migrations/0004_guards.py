"""Blocks only grow; the database itself notes a look at a file of nobody."""

from django.db import migrations

GUARD = """
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON audit_block
    FOR EACH STATEMENT EXECUTE FUNCTION county_only_grows();
CREATE FUNCTION audit_note_honey() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM audit_honeyfile h WHERE h.subject = NEW.subject) THEN
        INSERT INTO audit_honeyhit (look_id) VALUES (NEW.id);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER honey AFTER INSERT ON audit_look
    FOR EACH ROW EXECUTE FUNCTION audit_note_honey();
"""
UNGUARD = """
DROP TRIGGER honey ON audit_look;
DROP FUNCTION audit_note_honey();
DROP TRIGGER only_grows ON audit_block;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_chain_and_honey")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
