"""A file knows in which scopes the last consent is a yes; nobody but the database can write it.

An erased file knows nothing.
"""

import django.contrib.postgres.fields
from django.db import migrations, models

KEEP = """
CREATE FUNCTION residents_agreed_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.agreed_to := ARRAY(
        SELECT scope FROM (
            SELECT DISTINCT ON (scope) scope, given FROM residents_consent
            WHERE resident_id = NEW.id ORDER BY scope, id DESC
        ) AS said WHERE given AND NEW.erased_at IS NULL ORDER BY scope
    );
    RETURN NEW;
END $$;
CREATE TRIGGER agreed_to_is_what_was_said BEFORE INSERT OR UPDATE OF agreed_to, erased_at
    ON residents_resident FOR EACH ROW EXECUTE FUNCTION residents_agreed_to();
CREATE FUNCTION residents_hear_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE residents_resident SET agreed_to = agreed_to WHERE id = NEW.resident_id;
    RETURN NULL;
END $$;
CREATE TRIGGER consent_is_heard AFTER INSERT ON residents_consent
    FOR EACH ROW EXECUTE FUNCTION residents_hear_consent();
UPDATE residents_resident SET agreed_to = agreed_to
    WHERE id IN (SELECT resident_id FROM residents_consent);
"""
FORGET = """
DROP TRIGGER consent_is_heard ON residents_consent;
DROP TRIGGER agreed_to_is_what_was_said ON residents_resident;
DROP FUNCTION residents_hear_consent(), residents_agreed_to();
"""


class Migration(migrations.Migration):
    dependencies = [("residents", "0007_figures_are_counted_from_indexes")]
    operations = [
        migrations.AddField(
            model_name="resident",
            name="agreed_to",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40),
                db_default=[],
                default=list,
                editable=False,
                size=None,
                verbose_name="consents",
            ),
        ),
        migrations.RunSQL(KEEP, FORGET),
        migrations.RemoveIndex(model_name="resident", name="resident_files"),
        migrations.AddIndex(
            model_name="resident",
            index=models.Index(
                condition=models.Q(("erased_at", None), ("is_child", False), ("merged_into", None)),
                fields=["id"],
                include=("town_code", "area_code", "agreed_to"),
                name="resident_files",
            ),
        ),
    ]
