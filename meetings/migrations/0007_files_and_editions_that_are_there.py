"""Moves the bytes of attachments to files of their own, and tells the editions in force what they
say: an agenda in force cannot have changed since it went out."""

from django.db import migrations


def move_bytes(apps, schema_editor):
    StoredFile = apps.get_model("meetings", "StoredFile")
    AttachmentVersion = apps.get_model("meetings", "AttachmentVersion")
    for version in AttachmentVersion.objects.iterator(chunk_size=1):
        version.file, _ = StoredFile.objects.get_or_create(
            sha256=version.sha256,
            defaults={
                "content_type": version.content_type,
                "content": version.content,
                "size": version.size,
            },
        )
        version.save(update_fields=["file"])


def tell_editions(apps, schema_editor):
    AgendaPublication = apps.get_model("meetings", "AgendaPublication")
    in_force = AgendaPublication.objects.filter(in_force_for__isnull=False)
    for publication in in_force.defer("pdf"):
        _tell(apps, publication)


def _tell(apps, publication):
    PublishedItem = apps.get_model("meetings", "PublishedItem")
    PublishedAttachment = apps.get_model("meetings", "PublishedAttachment")
    kept = {}
    items = publication.meeting.items.order_by("position", "pk")
    for item in sorted(items, key=lambda item: item.parent_id is not None):
        kept[item.pk] = PublishedItem.objects.create(
            publication=publication,
            key=item.pk,
            parent=kept.get(item.parent_id),
            position=item.position,
            number=item.number,
            title=item.title,
            case_number=item.case_number,
            initials=item.initials,
            background=item.background,
            recommendation=item.recommendation,
            presentation=item.presentation,
        )
        for attachment in item.attachments.all():
            current = attachment.versions.order_by("-version").first()
            PublishedAttachment.objects.create(
                item=kept[item.pk],
                key=attachment.pk,
                position=attachment.position,
                title=attachment.title,
                is_open=attachment.is_open,
                file=current.file,
                file_name=current.file_name,
                version=current.version,
                note=current.note,
            )


class Migration(migrations.Migration):
    dependencies = [("meetings", "0006_editions_reviews_and_standard_items")]

    operations = [
        migrations.RunPython(move_bytes, migrations.RunPython.noop),
        migrations.RunPython(tell_editions, migrations.RunPython.noop),
    ]
