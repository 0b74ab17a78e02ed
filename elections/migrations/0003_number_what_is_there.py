from django.db import migrations


def number(apps, schema_editor):
    """Compositions get numbers in the order of their making, and the columns that KL published for
    a council and term become one table."""
    Composition = apps.get_model("elections", "Composition")
    numbers = {}
    for composition in Composition.objects.order_by("pk"):
        key = (composition.council_id, composition.term_id)
        numbers[key] = composition.number = numbers.get(key, 0) + 1
        composition.save(update_fields=["number"])
    KLTable = apps.get_model("elections", "KLTable")
    tables = {}
    for row in apps.get_model("elections", "OfficialSeats").objects.order_by("pk"):
        key = (row.council_id, row.term_id)
        if key not in tables:
            tables[key] = KLTable.objects.create(
                council_id=row.council_id, term_id=row.term_id, number=1, source=row.source
            )
        row.table = tables[key]
        row.save(update_fields=["table"])


class Migration(migrations.Migration):
    dependencies = [("elections", "0002_elections_in_full")]

    operations = [migrations.RunPython(number, migrations.RunPython.noop)]
