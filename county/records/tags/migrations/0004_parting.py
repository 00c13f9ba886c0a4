"""Doors for what happens to whole files: a joining undone, a person erased, a child found out."""

from django.db import migrations

DOORS = """
CREATE FUNCTION tags_go_back(former uuid, person uuid, keys uuid[])
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    moved integer;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM residents_joining j WHERE j.kept_id = person
                   AND j.given_up_id = former AND j.undone_at IS NOT NULL) THEN
        RAISE EXCEPTION 'no joining of these files was undone' USING ERRCODE = '23514';
    END IF;
    UPDATE tags_tagging SET resident_id = former
        WHERE resident_id = person AND id = ANY(keys);
    GET DIAGNOSTICS moved = ROW_COUNT;
    RETURN moved;
END $$;
CREATE FUNCTION tags_forget(person uuid)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    gone integer;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM residents_resident r WHERE r.id = person
                   AND (r.is_child OR r.erased_at IS NOT NULL)) THEN
        RAISE EXCEPTION 'this person is not to be forgotten' USING ERRCODE = '23514';
    END IF;
    DELETE FROM tags_suggestion WHERE resident_id = person;
    UPDATE tags_suggestion SET tagging_id = NULL
        WHERE tagging_id IN (SELECT id FROM tags_tagging WHERE resident_id = person);
    DELETE FROM tags_objection
        WHERE tagging_id IN (SELECT id FROM tags_tagging WHERE resident_id = person);
    DELETE FROM tags_withholding
        WHERE tagging_id IN (SELECT id FROM tags_tagging WHERE resident_id = person);
    DELETE FROM tags_tagging WHERE resident_id = person;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
REVOKE EXECUTE ON FUNCTION tags_go_back, tags_forget FROM PUBLIC;
"""
UNDO = "DROP FUNCTION tags_go_back; DROP FUNCTION tags_forget;"


class Migration(migrations.Migration):
    dependencies = [("tags", "0003_guards"), ("residents", "0006_phone_stated")]
    operations = [migrations.RunSQL(DOORS, UNDO)]
