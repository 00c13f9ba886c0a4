"""A matter that changes what the figures count marks its days (see foundation/figures/ahead)."""

from django.db import migrations

MARK = """
CREATE FUNCTION helpdesk_mark_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND
        (OLD.kind, OLD.state, OLD.topic, OLD.result, OLD.money, OLD.closed_at, OLD.resolved_at,
         OLD.town_code, OLD.area_code, OLD.stated_amount, OLD.verified_amount)
        IS NOT DISTINCT FROM
        (NEW.kind, NEW.state, NEW.topic, NEW.result, NEW.money, NEW.closed_at, NEW.resolved_at,
         NEW.town_code, NEW.area_code, NEW.stated_amount, NEW.verified_amount)
    THEN
        RETURN NULL;
    END IF;
    INSERT INTO figures_mark (source, day)
    SELECT DISTINCT 'helpdesk_matter', (at AT TIME ZONE 'Asia/Shanghai')::date
    FROM (VALUES (OLD.closed_at), (OLD.resolved_at), (NEW.closed_at), (NEW.resolved_at))
        AS moments (at)
    WHERE at IS NOT NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER figures_are_marked AFTER INSERT OR DELETE OR UPDATE ON helpdesk_matter
    FOR EACH ROW EXECUTE FUNCTION helpdesk_mark_days();
"""
UNMARK = "DROP TRIGGER figures_are_marked ON helpdesk_matter; DROP FUNCTION helpdesk_mark_days();"


class Migration(migrations.Migration):
    dependencies = [("helpdesk", "0005_theft_is_counted_elsewhere"), ("figures", "0001_initial")]
    operations = [migrations.RunSQL(MARK, UNMARK)]
