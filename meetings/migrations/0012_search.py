"""Stems of what can be searched for, those of the rows that are there, and what makes it quick."""

from django.db import migrations

from councils.search import StemsField, StemsIndex, fill

SECTIONS = ["background", "recommendation", "presentation"]
COLUMNS = {
    "AgendaItem": ("items", StemsField(of=["title", "case_number"], html=SECTIONS)),
    "Attachment": ("attachments", StemsField(of=["title"])),
    "Meeting": ("meetings", StemsField(of=["kind", "starts_at", "place"])),
    "PublishedAttachment": ("papers", StemsField(of=["title"])),
    "PublishedItem": ("editions", StemsField(of=["title", "case_number"], html=SECTIONS)),
}


def fill_all(apps, schema_editor):
    for name in COLUMNS:
        fill(apps.get_model("meetings", name))


class Migration(migrations.Migration):

    dependencies = [
        ("meetings", "0011_books_and_kept_papers"),
    ]

    operations = [
        *(
            migrations.AddField(name, "stems", field)
            for name, (_, field) in COLUMNS.items()
        ),
        migrations.RunPython(fill_all, migrations.RunPython.noop),
        # After the rows: an index that is made of them need not follow each of them.
        *(
            migrations.AddIndex(name, StemsIndex(fields=["stems"], name=f"meetings_stems_of_{rows}"))
            for name, (rows, _) in COLUMNS.items()
        ),
    ]
