from django.core.management import call_command
from django.db import migrations


def create(apps, schema_editor):
    """The table of the cache that all worker processes share.

    Log-in asks it for its rate limits, so a portal without the table could not be logged in to.
    """
    call_command("createcachetable", database=schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [("councils", "0001_initial")]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
