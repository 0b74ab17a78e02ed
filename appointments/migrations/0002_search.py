"""Stems of what can be searched for, those of the rows that are there, and what makes it quick."""

from django.db import migrations

from councils.search import StemsField, StemsIndex, fill


def fill_all(apps, schema_editor):
    fill(apps.get_model("appointments", "Body"))


class Migration(migrations.Migration):

    dependencies = [
        ("appointments", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            "Body", "stems", StemsField(of=["name", "kind", "legal_basis", "description", "seats"])
        ),
        migrations.RunPython(fill_all, migrations.RunPython.noop),
        migrations.AddIndex(
            "Body", StemsIndex(fields=["stems"], name="appointments_stems_of_bodies")
        ),
    ]
