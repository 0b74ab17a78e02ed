"""Reading meetings and agendas, in the language of the secretariats."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Prefetch

from councils.models import Council


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user, at: datetime.date) -> Self:
        """Meetings whose agenda `user` may read: the published ones are public, drafts are for the
        secretariat of the council."""
        return self.filter(
            models.Q(current_publication__isnull=False)
            | models.Q(council__in=Council.objects.served_by(user, at))
        )

    def served_by(self, user, at: datetime.date) -> Self:
        """Meetings of the councils whose secretariat `user` works in."""
        return self.filter(council__in=Council.objects.served_by(user, at))

    def editable_by(self, user, at: datetime.date) -> Self:
        """Meetings whose agenda `user` may change: own council, not published."""
        return self.served_by(user, at).drafts()

    def published(self) -> Self:
        return self.filter(current_publication__isnull=False)

    def drafts(self) -> Self:
        return self.filter(current_publication=None)

    def upcoming(self, at: datetime.date) -> Self:
        """Meetings on the day `at` or later, the next one first."""
        return self.filter(starts_at__date__gte=at).order_by("starts_at")

    def past(self, at: datetime.date) -> Self:
        """Meetings before the day `at`, the latest first."""
        return self.filter(starts_at__date__lt=at).order_by("-starts_at")

    def with_item_count(self) -> Self:
        """Adds `item_count`."""
        return self.annotate(item_count=models.Count("items"))

    def with_agenda(self) -> Self:
        """Everything a page or a paper about the agenda shows, in a fixed number of queries."""
        items = self.model._meta.get_field("items").related_model.objects.order_by("position", "pk")
        return (
            self.select_related("council", "term", "current_publication")
            .defer("current_publication__pdf")
            .prefetch_related(Prefetch("items", items, "all_items"))
        )

    def with_attachments(self, attachments: "AttachmentQuerySet") -> Self:
        """After `with_agenda()`: each item's `shown_attachments`, those among `attachments`.

        Without it an item shows none, so that nobody sees closed ones because a page forgot.
        """
        return self.prefetch_related(
            Prefetch("all_items__attachments", attachments, "shown_attachments")
        )


class AgendaItemQuerySet(models.QuerySet):
    def editable_by(self, user, at: datetime.date) -> Self:
        """Items of agendas that `user` may change."""
        meetings = self.model._meta.get_field("meeting").related_model
        return self.filter(meeting__in=meetings.objects.editable_by(user, at))


class ItemVersionQuerySet(models.QuerySet):
    def visible_to(self, user, at: datetime.date) -> Self:
        """What an item said earlier stays with the secretariat, also of published agendas."""
        return self.filter(item__meeting__council__in=Council.objects.served_by(user, at))

    def headlines(self) -> Self:
        """For lists: who and when, without the long texts."""
        long_texts = self.model.SECTIONS
        return self.select_related("saved_by", "restored_from").defer(
            *long_texts, *(f"restored_from__{name}" for name in long_texts)
        )


class ItemPresenceQuerySet(models.QuerySet):
    def fresh(self, at: datetime.datetime) -> Self:
        """Those who said less than 45 seconds before `at` that they have an item open."""
        return self.filter(seen_at__range=_three_heartbeats(at))

    def stale(self, at: datetime.datetime) -> Self:
        """All others."""
        return self.exclude(seen_at__range=_three_heartbeats(at))


def _three_heartbeats(at: datetime.datetime) -> tuple[datetime.datetime, datetime.datetime]:
    # Ends a little after `at`: worker processes need not agree about the time to the second, and a
    # demonstration's day begins again at midnight.
    return at - datetime.timedelta(seconds=45), at + datetime.timedelta(seconds=5)


class PublicationQuerySet(models.QuerySet):
    def visible_to(self, user, at: datetime.date) -> Self:
        """Agendas in force are public; those withdrawn stay with the secretariat."""
        return self.filter(
            models.Q(in_force_for__isnull=False)
            | models.Q(meeting__council__in=Council.objects.served_by(user, at))
        )


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, user, at: datetime.date) -> Self:
        """A published agenda's open ones are public, its closed ones for those whom the council is
        open to; a draft's are for the secretariat."""
        published = models.Q(item__meeting__current_publication__isnull=False)
        opened = models.Q(item__meeting__council__in=Council.objects.open_to(user, at))
        served = models.Q(item__meeting__council__in=Council.objects.served_by(user, at))
        return self.filter(published & (models.Q(is_open=True) | opened) | served)

    def open(self) -> Self:
        """Those that go out with the agenda."""
        return self.filter(is_open=True)

    def with_versions(self) -> Self:
        """Their files without the bytes, the latest first, and who added each."""
        versions = self.model._meta.get_field("versions").related_model.objects
        return self.prefetch_related(Prefetch("versions", versions.select_related("added_by")))


class AttachmentVersionQuerySet(models.QuerySet):
    def visible_to(self, user, at: datetime.date) -> Self:
        """Files that were replaced stay with the secretariat, like withdrawn editions."""
        councils = Council.objects.served_by(user, at)
        return self.filter(attachment__item__meeting__council__in=councils)


class AttachmentVersionManager(models.Manager.from_queryset(AttachmentVersionQuerySet)):
    """Leaves the bytes, up to 20 MB each, where they are until somebody asks for `content`."""

    def get_queryset(self) -> AttachmentVersionQuerySet:
        return super().get_queryset().defer("content")
