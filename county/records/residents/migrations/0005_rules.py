"""Nobody under 14 has a file with anything in it, whoever writes (domain §6.6, appendix F 7).

Ages only grow: a row that satisfies the check once satisfies it for ever, so that it may look at
the clock, and a dump of it can be restored. The month of birth counts as a whole: fourteen is
reached with the month after the birthday's.
"""

from django.db import migrations

RULES = """
ALTER TABLE residents_resident ADD CONSTRAINT resident_is_fourteen CHECK (
    born_month IS NULL OR born_month <
    (date_trunc('month', now() AT TIME ZONE 'Asia/Shanghai') - interval '14 years')::date
);
CREATE FUNCTION residents_refuse_child() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM residents_resident r WHERE r.id = NEW.resident_id AND r.is_child) THEN
        RAISE EXCEPTION 'nothing is kept of a child under 14 (%)', TG_TABLE_NAME
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER no_child BEFORE INSERT OR UPDATE ON residents_externalidentity
    FOR EACH ROW EXECUTE FUNCTION residents_refuse_child();
CREATE TRIGGER no_child BEFORE INSERT OR UPDATE ON residents_worklink
    FOR EACH ROW EXECUTE FUNCTION residents_refuse_child();
CREATE TRIGGER no_child BEFORE INSERT ON residents_householdmember
    FOR EACH ROW EXECUTE FUNCTION residents_refuse_child();
CREATE FUNCTION residents_child_is_unknown() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM residents_externalidentity e WHERE e.resident_id = NEW.id) THEN
        RAISE EXCEPTION 'a child under 14 has no identity in another system'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER child_is_unknown BEFORE UPDATE ON residents_resident
    FOR EACH ROW WHEN (NEW.is_child) EXECUTE FUNCTION residents_child_is_unknown();
"""
UNDO = """
DROP TRIGGER child_is_unknown ON residents_resident;
DROP TRIGGER no_child ON residents_householdmember;
DROP TRIGGER no_child ON residents_worklink;
DROP TRIGGER no_child ON residents_externalidentity;
DROP FUNCTION residents_child_is_unknown();
DROP FUNCTION residents_refuse_child();
ALTER TABLE residents_resident DROP CONSTRAINT resident_is_fourteen;
"""


class Migration(migrations.Migration):
    dependencies = [("residents", "0004_the_file")]
    operations = [migrations.RunSQL(RULES, UNDO)]
