"""Every change of who has an attribute is written down in the transaction that makes it."""

from django.db import migrations

FOLLOW = """
CREATE SEQUENCE audiences_version OWNED BY audiences_bitmap.version;

CREATE FUNCTION audiences_attributes(r residents_resident) RETURNS SETOF text
LANGUAGE sql STABLE AS $$
    SELECT a.name FROM (
        SELECT 'all' AS name
        UNION ALL SELECT 'town:' || r.town_code WHERE r.town_code ~ '^[0-9]{9}$'
        UNION ALL SELECT 'grid:' || r.area_code WHERE length(r.area_code) > 9
        UNION ALL SELECT 'kind:' || o.kind FROM organisations_organisation o
            WHERE o.id = r.organisation_id
        UNION ALL SELECT 'industry:' || left(o.industry, 2) FROM organisations_organisation o
            WHERE o.id = r.organisation_id AND o.industry ~ '^[0-9]{2}'
    ) AS a WHERE r.number IS NOT NULL
$$;

CREATE FUNCTION audiences_of_resident() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO audiences_change (attribute, number, present)
        SELECT name, OLD.number, false FROM audiences_attributes(OLD) AS name
        WHERE TG_OP = 'DELETE' OR NEW.number IS DISTINCT FROM OLD.number
            OR name NOT IN (SELECT audiences_attributes(NEW));
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO audiences_change (attribute, number, present)
        SELECT name, NEW.number, true FROM audiences_attributes(NEW) AS name
        WHERE TG_OP = 'INSERT' OR NEW.number IS DISTINCT FROM OLD.number
            OR name NOT IN (SELECT audiences_attributes(OLD));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER audiences_follow AFTER INSERT OR DELETE OR
    UPDATE OF number, town_code, area_code, organisation_id ON residents_resident
    FOR EACH ROW EXECUTE FUNCTION audiences_of_resident();

CREATE FUNCTION audiences_of_tagging() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state = NEW.state AND OLD.code = NEW.code
        AND OLD.resident_id = NEW.resident_id THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' AND OLD.state = 'active' THEN
        INSERT INTO audiences_change (attribute, number, present)
        SELECT 'tag:' || s.code, r.number, false
        FROM audiences_selectable s, residents_resident r
        WHERE s.code = OLD.code AND r.id = OLD.resident_id AND r.number IS NOT NULL;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.state = 'active' THEN
        INSERT INTO audiences_change (attribute, number, present)
        SELECT 'tag:' || s.code, r.number, true
        FROM audiences_selectable s, residents_resident r
        WHERE s.code = NEW.code AND r.id = NEW.resident_id AND r.number IS NOT NULL;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER audiences_follow AFTER INSERT OR DELETE OR UPDATE OF state, code, resident_id
    ON tags_tagging FOR EACH ROW EXECUTE FUNCTION audiences_of_tagging();

CREATE FUNCTION audiences_of_organisation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audiences_change (attribute, number, present)
    SELECT change.name, r.number, change.present
    FROM residents_resident r, (VALUES
        ('kind:' || OLD.kind, false, 1),
        (CASE WHEN OLD.industry ~ '^[0-9]{2}' THEN 'industry:' || left(OLD.industry, 2) END,
            false, 1),
        ('kind:' || NEW.kind, true, 2),
        (CASE WHEN NEW.industry ~ '^[0-9]{2}' THEN 'industry:' || left(NEW.industry, 2) END,
            true, 2)
    ) AS change (name, present, turn)
    WHERE r.organisation_id = NEW.id AND r.number IS NOT NULL AND change.name IS NOT NULL
    ORDER BY change.turn;
    RETURN NULL;
END $$;
CREATE TRIGGER audiences_follow AFTER UPDATE OF kind, industry ON organisations_organisation
    FOR EACH ROW EXECUTE FUNCTION audiences_of_organisation();
"""
UNFOLLOW = """
DROP SEQUENCE audiences_version;
DROP TRIGGER audiences_follow ON residents_resident;
DROP TRIGGER audiences_follow ON tags_tagging;
DROP TRIGGER audiences_follow ON organisations_organisation;
DROP FUNCTION audiences_of_resident(), audiences_of_tagging(), audiences_of_organisation();
DROP FUNCTION audiences_attributes(residents_resident);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audiences", "0001_initial"),
        ("residents", "0003_wecom"),
        ("tags", "0001_initial"),
        ("organisations", "0001_initial"),
    ]
    operations = [migrations.RunSQL(FOLLOW, UNFOLLOW)]
