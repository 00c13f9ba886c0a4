"""Taggings refer to active definitions; whoever works in the background gets narrow doors only."""

from django.db import migrations

from county.records.tags.knowledge import definitions


def load(apps, editor):
    kept = apps.get_model("tags", "Definition").objects.using(editor.connection.alias)
    for row in definitions():
        kept.update_or_create(code=row["code"], defaults=row)


GUARDS = """
UPDATE tags_tagging AS t SET grade = d.grade, one_of = d.one_of FROM tags_tagdef d
    WHERE d.code = t.code;
ALTER TABLE tags_tagging ADD CONSTRAINT tagging_is_defined
    FOREIGN KEY (code, grade, one_of) REFERENCES tags_tagdef (code, grade, one_of)
    ON UPDATE CASCADE;

CREATE FUNCTION tags_may_stand() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kind tags_tagdef%ROWTYPE;
    person jsonb;
    opens boolean := TG_OP = 'INSERT' OR NEW.state IS DISTINCT FROM OLD.state;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state = 'ended' AND NEW.state <> 'ended' THEN
        RAISE EXCEPTION 'a tag that has ended does not come back' USING ERRCODE = '23514';
    END IF;
    IF NEW.state NOT IN ('proposed', 'active') OR NOT opens THEN
        RETURN NEW;
    END IF;
    SELECT * INTO kind FROM tags_tagdef WHERE code = NEW.code;
    IF NOT FOUND OR NOT kind.active THEN
        RAISE EXCEPTION 'no active kind of tag: %', NEW.code USING ERRCODE = '23514';
    END IF;
    IF TG_OP = 'INSERT' AND NEW.grade = '' THEN
        NEW.grade := kind.grade;
        NEW.one_of := kind.one_of;
    END IF;
    IF NEW.state = 'active' AND kind.days > 0 AND NEW.until IS NULL THEN
        RAISE EXCEPTION 'a tag in force has a last day' USING ERRCODE = '23514';
    END IF;
    SELECT to_jsonb(r) INTO person FROM residents_resident r WHERE r.id = NEW.resident_id;
    IF TG_OP = 'INSERT' AND person ->> 'notice_seen_at' IS NULL
       AND NEW.code NOT IN ('T1204', 'T0109') THEN  -- a refusal is always taken
        RAISE EXCEPTION 'no tag before the notice was seen' USING ERRCODE = '23514';
    END IF;
    IF coalesce((person ->> 'is_child')::boolean, false) THEN
        RAISE EXCEPTION 'nothing is kept of a child' USING ERRCODE = '23514';
    END IF;
    IF person ->> 'age_band' = '14-17' AND NEW.code NOT IN ('T0405', 'T1202', 'T1204', 'T0109') THEN
        RAISE EXCEPTION 'not for somebody of 14 to 17' USING ERRCODE = '23514';
    END IF;
    IF NEW.code = 'T0405' AND (person ->> 'age_band' IS DISTINCT FROM '14-17'
                               OR person ->> 'guardian_informed_at' IS NULL) THEN
        RAISE EXCEPTION 'the guardian was not informed' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER may_stand BEFORE INSERT OR UPDATE ON tags_tagging
    FOR EACH ROW EXECUTE FUNCTION tags_may_stand();
"""

DOORS = """
CREATE FUNCTION tags_lay(new_id uuid, person uuid, tag text, reason text, by_officer integer,
                         proof text, number text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    kind tags_tagdef%ROWTYPE;
BEGIN
    SELECT * INTO kind FROM tags_tagdef WHERE code = tag AND active;
    IF NOT FOUND OR kind.setters NOT LIKE '%%O%%' THEN
        RAISE EXCEPTION 'officers do not set %', tag USING ERRCODE = '23514';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM staff_officer WHERE id = by_officer AND is_active) THEN
        RAISE EXCEPTION 'no such officer' USING ERRCODE = '23514';
    END IF;
    IF char_length(btrim(reason)) < 2 THEN
        RAISE EXCEPTION 'a tag has a reason' USING ERRCODE = '23514';
    END IF;
    INSERT INTO tags_tagging (id, resident_id, code, grade, one_of, state, why, basis, evidence,
        case_number, proposed_by, officer_id, confirmed_by, ended_by, end_reason, renewal_why)
    VALUES (new_id, person, tag, kind.grade, kind.one_of, 'proposed', reason, kind.basis, proof,
        number, 'officer:' || by_officer, by_officer, '', '', '', '');
END $$;

CREATE FUNCTION tags_note(new_id uuid, person uuid, tag text, by_system text, proof text,
                          moment timestamptz, today date)
RETURNS SETOF uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    kind tags_tagdef%ROWTYPE;
    rival uuid;
BEGIN
    SELECT * INTO kind FROM tags_tagdef WHERE code = tag AND active;
    IF NOT FOUND OR kind.setters NOT LIKE '%%Y%%' OR kind.one_of = 'reminders' OR kind.level > 2
       OR by_system LIKE '%%:%%' THEN
        RAISE EXCEPTION 'the system does not set %', tag USING ERRCODE = '23514';
    END IF;
    FOR rival IN SELECT id FROM tags_tagging WHERE resident_id = person AND state = 'active'
        AND one_of = kind.one_of AND one_of <> '' AND code <> tag LOOP
        PERFORM tags_end(rival, by_system, 'replaced', moment);
        RETURN NEXT rival;
    END LOOP;
    INSERT INTO tags_tagging (id, resident_id, code, grade, one_of, state, why, basis, evidence,
        case_number, proposed_by, confirmed_by, confirmed_at, until, ended_by, end_reason,
        renewal_why)
    VALUES (new_id, person, tag, kind.grade, kind.one_of, 'active', '', kind.basis, proof, '',
        by_system, by_system, moment,
        CASE WHEN kind.days > 0 THEN least(today, current_date + 1) + kind.days END, '', '', '');
END $$;

CREATE FUNCTION tags_end(tagging uuid, actor text, reason text, moment timestamptz)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE tags_tagging SET state = 'ended', ended_at = moment, ended_by = left(actor, 100),
        end_reason = left(reason, 60)
    WHERE id = tagging AND state <> 'ended';
    RETURN FOUND;
END $$;

CREATE FUNCTION tags_lapse(tagging uuid, before timestamptz)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM tags_tagging WHERE id = tagging AND state = 'proposed'
        AND proposed_at < least(before, now() - interval '14 days');
    RETURN FOUND;
END $$;

CREATE FUNCTION tags_follow(former uuid, person uuid)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    moved integer;
    merged text;
BEGIN
    SELECT to_jsonb(r) ->> 'merged_into_id' INTO merged FROM residents_resident r
        WHERE r.id = former;
    IF former = person OR merged <> person::text THEN
        RAISE EXCEPTION 'the files are not one' USING ERRCODE = '23514';
    END IF;
    UPDATE tags_tagging SET resident_id = person WHERE resident_id = former;
    GET DIAGNOSTICS moved = ROW_COUNT;
    RETURN moved;
END $$;
REVOKE EXECUTE ON FUNCTION tags_lay, tags_note, tags_end, tags_lapse, tags_follow FROM PUBLIC;
"""

UNDO = """
DROP FUNCTION tags_lay, tags_note, tags_end, tags_lapse, tags_follow;
DROP TRIGGER may_stand ON tags_tagging;
DROP FUNCTION tags_may_stand;
ALTER TABLE tags_tagging DROP CONSTRAINT tagging_is_defined;
"""


class Migration(migrations.Migration):
    dependencies = [("tags", "0002_states"), ("staff", "0001_initial")]
    operations = [
        migrations.RunPython(load, migrations.RunPython.noop),
        migrations.RunSQL(GUARDS + DOORS.replace("%%", "%"), UNDO),
    ]
