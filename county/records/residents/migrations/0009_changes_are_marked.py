"""A file that changes what the figures count marks its grid (see foundation/figures/ahead)."""

from django.db import migrations

MARK = """
CREATE FUNCTION residents_mark_grids() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND
        (OLD.town_code, OLD.area_code, OLD.merged_into_id, OLD.erased_at, OLD.is_child,
         OLD.agreed_to)
        IS NOT DISTINCT FROM
        (NEW.town_code, NEW.area_code, NEW.merged_into_id, NEW.erased_at, NEW.is_child,
         NEW.agreed_to)
    THEN
        RETURN NULL;
    END IF;
    INSERT INTO figures_mark (source, grid)
    SELECT DISTINCT 'residents_resident', grid FROM (VALUES (OLD.area_code), (NEW.area_code))
        AS places (grid)
    WHERE grid IS NOT NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER figures_are_marked AFTER INSERT OR DELETE OR UPDATE ON residents_resident
    FOR EACH ROW EXECUTE FUNCTION residents_mark_grids();
"""
UNMARK = """
DROP TRIGGER figures_are_marked ON residents_resident;
DROP FUNCTION residents_mark_grids();
"""


class Migration(migrations.Migration):
    dependencies = [("residents", "0008_what_was_agreed_to"), ("figures", "0001_initial")]
    operations = [migrations.RunSQL(MARK, UNMARK)]
