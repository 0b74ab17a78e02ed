"""Printed Blå Bøger are kept; entries of the log lose the addresses that they once had."""

import re

from django.db import migrations, models

ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def forget_addresses(apps, schema_editor):
    """An entry outlives the account it tells of, so it holds no address."""
    entries = apps.get_model("councils", "AuditEntry").objects.filter(
        action__in=["create_account", "appoint_secretary"], summary__contains="@"
    )
    for entry in entries:
        entry.summary = ADDRESS.sub("en konto", entry.summary.replace("en konto til ", ""))
        entry.save(update_fields=["summary"])


class Migration(migrations.Migration):
    dependencies = [("councils", "0005_suggestions_and_contact_lists")]

    operations = [
        migrations.CreateModel(
            name="KeptDirectory",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "made_from",
                    models.CharField(max_length=64, unique=True, verbose_name="dannet af"),
                ),
                ("content", models.BinaryField(verbose_name="indhold")),
                ("used_on", models.DateField(db_index=True, verbose_name="sidst brugt")),
            ],
            options={
                "verbose_name": "gemt Blå Bog",
                "verbose_name_plural": "gemte Blå Bøger",
            },
        ),
        migrations.RunPython(forget_addresses, migrations.RunPython.noop),
    ]
