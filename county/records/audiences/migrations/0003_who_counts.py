"""Ages choose too; files that were joined, erased or are a child's are in no audience."""

from django.db import migrations

ATTRIBUTES = """
CREATE OR REPLACE FUNCTION audiences_attributes(r residents_resident) RETURNS SETOF text
LANGUAGE sql STABLE AS $$
    SELECT a.name FROM (
        SELECT 'all' AS name
        UNION ALL SELECT 'town:' || r.town_code WHERE r.town_code ~ '^[0-9]{9}$'
        UNION ALL SELECT 'grid:' || r.area_code WHERE length(r.area_code) > 9
        UNION ALL SELECT 'age:' || left(r.age_band, 2) WHERE r.age_band <> ''
        UNION ALL SELECT 'kind:' || o.kind FROM organisations_organisation o
            WHERE o.id = r.organisation_id
        UNION ALL SELECT 'industry:' || left(o.industry, 2) FROM organisations_organisation o
            WHERE o.id = r.organisation_id AND o.industry ~ '^[0-9]{2}'
    ) AS a
    WHERE r.number IS NOT NULL AND r.merged_into_id IS NULL AND r.erased_at IS NULL
        AND NOT r.is_child
$$;
DROP TRIGGER audiences_follow ON residents_resident;
CREATE TRIGGER audiences_follow AFTER INSERT OR DELETE OR UPDATE OF number, town_code, area_code,
    organisation_id, age_band, merged_into_id, erased_at, is_child ON residents_resident
    FOR EACH ROW EXECUTE FUNCTION audiences_of_resident();
"""


class Migration(migrations.Migration):
    dependencies = [("audiences", "0002_changes"), ("residents", "0005_rules")]
    operations = [migrations.RunSQL(ATTRIBUTES, migrations.RunSQL.noop)]
