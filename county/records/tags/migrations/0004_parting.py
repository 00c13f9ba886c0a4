"""Tags that moved when two files were joined go back by a door of their own."""

from django.db import migrations

PART = """
CREATE FUNCTION tags_part(joining uuid, former uuid, person uuid)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    moved integer;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM residents_joining j WHERE j.id = joining
        AND j.given_up_id = former AND j.kept_id = person AND j.undone_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the files were not parted' USING ERRCODE = '23514';
    END IF;
    UPDATE tags_tagging t SET resident_id = former FROM residents_moved m
    WHERE m.joining_id = joining AND m.what = 'tags.Tagging' AND m.key = t.id::text
        AND t.resident_id = person;
    GET DIAGNOSTICS moved = ROW_COUNT;
    RETURN moved;
END $$;
REVOKE EXECUTE ON FUNCTION tags_part FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("tags", "0003_guards"), ("residents", "0005_rules")]
    operations = [migrations.RunSQL(PART, "DROP FUNCTION tags_part;")]
