"""Messages are numbered in the order they arrive."""

from django.db import migrations

MAKE = "CREATE SEQUENCE conversations_message_number OWNED BY conversations_message.number;"
UNMAKE = "DROP SEQUENCE conversations_message_number;"


class Migration(migrations.Migration):
    dependencies = [("conversations", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, UNMAKE)]
