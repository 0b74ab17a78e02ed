"""What each item says today becomes its first version, by whoever saved it last."""

from django.db import migrations

CONTENT = ["title", "case_number", "initials", "background", "recommendation", "presentation"]
BATCH = 500  # sections can be long


def keep_first_versions(apps, schema_editor):
    items = apps.get_model("meetings", "AgendaItem").objects.filter(versions=None)
    version = apps.get_model("meetings", "AgendaItemVersion")
    batch = []
    for item in items.order_by("pk").iterator(BATCH):
        batch.append(
            version(
                item=item,
                number=1,
                begun_at=item.changed_at,
                saved_at=item.changed_at,
                saved_by_id=item.changed_by_id,
                **{name: getattr(item, name) for name in CONTENT},
            )
        )
        if len(batch) == BATCH:
            version.objects.bulk_create(batch)
            batch = []
    version.objects.bulk_create(batch)


class Migration(migrations.Migration):

    dependencies = [
        ("meetings", "0003_item_history"),
    ]

    operations = [
        migrations.RunPython(keep_first_versions, migrations.RunPython.noop),
    ]
