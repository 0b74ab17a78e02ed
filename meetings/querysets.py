"""Reading meetings and agendas, in the language of the secretariats."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Prefetch

from councils.models import Council


def _drafts(user, at: datetime.date, prefix: str = "") -> models.Q:
    """Who reads an agenda as it is being written; `prefix` leads to the meeting."""
    served = models.Q(**{f"{prefix}council__in": Council.objects.served_by(user, at)})
    return served | _reviews(user, at, prefix)


def _reviews(user, at: datetime.date, prefix: str = "") -> models.Q:
    led = models.Q(**{f"{prefix}council__in": Council.objects.led_by(user, at)})
    return led & models.Q(**{f"{prefix}review_since__isnull": False})


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user, at: datetime.date) -> Self:
        """Meetings whose agenda `user` may read: the published ones are public, a draft is for the
        secretariat and, while it is being reviewed, for chair and vice-chair."""
        return self.filter(models.Q(current_publication__isnull=False) | _drafts(user, at))

    def drafts_visible_to(self, user, at: datetime.date) -> Self:
        """Meetings whose agenda `user` may read as it is being written."""
        return self.filter(_drafts(user, at))

    def reviewable_by(self, user, at: datetime.date) -> Self:
        """Meetings whose draft `user` was asked to read, as chair or vice-chair."""
        return self.filter(_reviews(user, at))

    def prepared_by(self, user, at: datetime.date) -> Self:
        """Meetings of the councils that `user` serves or leads: whose draft they may be shown."""
        served, led = Council.objects.served_by(user, at), Council.objects.led_by(user, at)
        return self.filter(models.Q(council__in=served) | models.Q(council__in=led))

    def served_by(self, user, at: datetime.date) -> Self:
        """Meetings of the councils whose secretariat `user` works in."""
        return self.filter(council__in=Council.objects.served_by(user, at))

    def editable_by(self, user, at: datetime.date) -> Self:
        """Meetings whose agenda `user` may change: own council, not published or being amended."""
        return self.served_by(user, at).writable()

    def scheduled(self) -> Self:
        """All but the pools of items without a meeting."""
        return self.filter(is_pool=False)

    def published(self) -> Self:
        return self.filter(current_publication__isnull=False)

    def drafts(self) -> Self:
        """Meetings of which readers have no agenda yet."""
        return self.scheduled().filter(current_publication=None)

    def writable(self) -> Self:
        """Those whose agenda may change, pools too."""
        return self.filter(
            models.Q(current_publication=None) | models.Q(amending_since__isnull=False)
        )

    def upcoming(self, at: datetime.date) -> Self:
        """Meetings on the day `at` or later, the next one first."""
        return self.filter(starts_at__date__gte=at).order_by("starts_at")

    def past(self, at: datetime.date) -> Self:
        """Meetings before the day `at`, the latest first."""
        return self.filter(starts_at__date__lt=at).order_by("-starts_at")

    def with_item_count(self) -> Self:
        """Adds `item_count`."""
        return self.annotate(item_count=models.Count("items"))

    def with_edition(self) -> Self:
        """The edition in force, without the bytes of its PDFs."""
        return self.select_related("current_publication").defer(
            "current_publication__pdf", "current_publication__internal_pdf"
        )

    def with_rights(self, user, at: datetime.date) -> Self:
        """Adds what `user` may do: `is_served`, `is_led`, `reads_draft` and `reads_closed`."""
        own = {"pk": models.OuterRef("council")}
        served = Council.objects.served_by(user, at).filter(**own)
        led = Council.objects.led_by(user, at).filter(**own)
        return self.annotate(
            is_served=models.Exists(served),
            is_led=models.Exists(led),
            reads_draft=models.Exists(served)
            | models.Q(models.Exists(led), review_since__isnull=False),
            reads_closed=models.Exists(Council.objects.open_to(user, at).filter(**own)),
        )

    def with_news(self, user) -> Self:
        """Adds whether `user` has not had the edition in force before them (`is_unread`), and
        whether they had an earlier one (`was_read`)."""
        publications = self.model._meta.get_field("publications").related_model
        readings = publications._meta.get_field("readings").related_model.objects
        own = readings.filter(user=user.pk)
        in_force = own.filter(publication=models.OuterRef("current_publication"))
        return self.annotate(
            is_unread=models.Q(current_publication__isnull=False) & ~models.Exists(in_force),
            was_read=models.Exists(own.filter(publication__meeting=models.OuterRef("pk"))),
        )

    def with_agenda(self) -> Self:
        """Everything a page or a paper about the agenda shows, in a fixed number of queries."""
        items = self.model._meta.get_field("items").related_model.objects.order_by("position", "pk")
        return (
            self.with_edition()
            .select_related("council", "term")
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

    def unpublished_to(self, user, at: datetime.date) -> Self:
        """Items that `user` may read as they are being written, unless the edition in force says
        the same."""
        published = self.model._meta.apps.get_model("meetings", "PublishedItem").objects
        told = (*self.model.FOUND_BY, *self.model.SECTIONS, "is_dropped")
        same = {name: models.OuterRef(name) for name in told}
        same |= {"key": models.OuterRef("pk")}
        same |= {"publication": models.OuterRef("meeting__current_publication")}
        meetings = self.model._meta.get_field("meeting").related_model.objects
        written = meetings.drafts_visible_to(user, at).writable()
        # By their keys, and first: SQLite begins with these few, not with all hits of a search.
        few = self.model.objects.filter(meeting__in=written).values("pk")
        return self.filter(pk__in=few).filter(~models.Exists(published.filter(**same)))

    def dropped(self) -> Self:
        """Those that went out and are not dealt with; sub-items go with their main item."""
        return self.filter(is_dropped=True).exclude(parent__is_dropped=True)


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


class ItemCommentQuerySet(models.QuerySet):
    def visible_to(self, user, at: datetime.date) -> Self:
        """Comments are for the secretariat and, while they read the draft, chair and vice-chair."""
        return self.filter(_drafts(user, at, "meeting__")).select_related("author", "handled_by")

    def open(self) -> Self:
        """Those the secretariat has not dealt with, and who wrote them."""
        return self.filter(handled_at=None).select_related("author")


class StandardItemQuerySet(models.QuerySet):
    def visible_to(self, user, at: datetime.date) -> Self:
        """Own council's, and to every secretariat the shared ones."""
        served = Council.objects.served_by(user, at)
        return self.filter(
            models.Q(council__in=served) | models.Q(models.Exists(served), council=None)
        )

    def usable_in(self, council: Council) -> Self:
        """The council's own and the shared ones."""
        return self.filter(models.Q(council=council) | models.Q(council=None))

    def of_kind(self, kind: str) -> Self:
        """The template of meetings of that kind."""
        return self.filter(**{f"for_{kind}": True})

    def of_no_kind(self) -> Self:
        """Those that belong to no template."""
        return self.filter(**dict.fromkeys(self.model.KIND_FIELDS, False))


class PublicationQuerySet(models.QuerySet):
    def visible_to(self, user, at: datetime.date) -> Self:
        """The edition in force is public, those it took the place of are for readers of the
        council's internal pages, and those withdrawn stay with the secretariat."""
        opened = models.Q(meeting__council__in=Council.objects.open_to(user, at))
        return self.filter(
            models.Q(in_force_for__isnull=False)
            | models.Q(withdrawn_at=None, meeting__current_publication__isnull=False) & opened
            | models.Q(meeting__council__in=Council.objects.served_by(user, at))
        )

    def internal_to(self, user, at: datetime.date) -> Self:
        """Those of which `user` may also have what is closed."""
        councils = Council.objects.open_to(user, at)
        return self.visible_to(user, at).filter(meeting__council__in=councils)

    def not_withdrawn(self) -> Self:
        """Those that stand, or that a later one took the place of."""
        return self.filter(withdrawn_at=None)

    def with_reading(self, user) -> Self:
        """Adds `read_at`: when `user` first had the edition before them; None if never."""
        readings = self.model._meta.get_field("readings").related_model.objects
        own = readings.filter(publication=models.OuterRef("pk"), user=user.pk)
        return self.annotate(read_at=models.Subquery(own.values("read_at")[:1]))

    def without_files(self) -> Self:
        """Without the bytes of the PDFs."""
        return self.defer("pdf", "internal_pdf")


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, user, at: datetime.date) -> Self:
        """Those of an agenda as it is being written."""
        return self.filter(_drafts(user, at, "item__meeting__"))

    def unpublished_to(self, user, at: datetime.date) -> Self:
        """Those that `user` may see in agendas as they are being written, unless the edition in
        force has them under the same title."""
        published = self.model._meta.apps.get_model("meetings", "PublishedAttachment").objects
        same = published.filter(
            key=models.OuterRef("pk"),
            title=models.OuterRef("title"),
            item__publication=models.OuterRef("item__meeting__current_publication"),
        )
        meetings = self.model._meta.get_field("item").related_model._meta.get_field("meeting")
        written = meetings.related_model.objects.drafts_visible_to(user, at).writable()
        few = self.model.objects.filter(item__meeting__in=written, item__is_dropped=False)
        return self.filter(pk__in=few.values("pk")).filter(~models.Exists(same))

    def open(self) -> Self:
        """Those that go out to everybody."""
        return self.filter(
            models.Q(item__parent=None) | models.Q(item__parent__is_open=True),
            is_open=True,
            item__is_open=True,
        )

    def with_versions(self) -> Self:
        """Their files without the bytes, the latest first, and who added each."""
        versions = self.model._meta.get_field("versions").related_model.objects
        return self.prefetch_related(Prefetch("versions", versions.select_related("added_by")))


class PublishedAttachmentQuerySet(models.QuerySet):
    def visible_to(self, user, at: datetime.date) -> Self:
        """Like their edition; closed ones for readers of the council's internal pages."""
        editions = self.model._meta.get_field("item").related_model._meta.get_field("publication")
        visible = editions.related_model.objects.visible_to(user, at)
        opened = Council.objects.open_to(user, at)
        return self.filter(item__publication__in=visible).filter(
            models.Q(is_open=True) | models.Q(item__publication__meeting__council__in=opened)
        )

    def in_force_to(self, user, at: datetime.date) -> Self:
        """Those that readers of the editions in force are shown, like their items."""
        items = self.model._meta.get_field("item").related_model.objects
        return self.filter(
            models.Q(is_open=True)
            | models.Q(item__publication__meeting__council__in=Council.objects.open_to(user, at)),
            item__in=items.in_force_to(user, at).filter(is_dropped=False),
        )

    def with_files(self) -> Self:
        """Their files without the bytes."""
        return self.select_related("file").defer("file__content")


class StoredFileQuerySet(models.QuerySet):
    def unused(self) -> Self:
        """Files that no version of an attachment, edition or book has any more."""
        return self.filter(versions=None, published=None, books=None)


class StoredFileManager(models.Manager.from_queryset(StoredFileQuerySet)):
    """Leaves the bytes where they are until somebody asks for `content`."""

    def get_queryset(self) -> StoredFileQuerySet:
        return super().get_queryset().defer("content")


class AttachmentVersionQuerySet(models.QuerySet):
    def visible_to(self, user, at: datetime.date) -> Self:
        """Files that were replaced stay with the secretariat, like withdrawn editions."""
        councils = Council.objects.served_by(user, at)
        return self.filter(attachment__item__meeting__council__in=councils)


class AttachmentVersionManager(models.Manager.from_queryset(AttachmentVersionQuerySet)):
    """With what is told about each file, without its bytes, up to 20 MB each."""

    def get_queryset(self) -> AttachmentVersionQuerySet:
        return super().get_queryset().select_related("file").defer("file__content")


class BookQuerySet(models.QuerySet):
    def visible_to(self, user, at: datetime.date) -> Self:
        """Like the agenda that they are of: the edition's readers, or those who read the draft."""
        publications = self.model._meta.get_field("publication").related_model.objects
        return self.filter(
            models.Q(publication__in=publications.internal_to(user, at))
            | models.Q(publication__in=publications.visible_to(user, at), is_whole=False)
            | models.Q(publication=None) & _drafts(user, at, "meeting__")
        )

    def abandoned(self, at: datetime.datetime) -> Self:
        """Those whose worker has said nothing for a minute before `at`."""
        silent = at - datetime.timedelta(seconds=60)
        return self.filter(state=self.model.State.WORKING, seen_at__lt=silent)

    def outlived(self, at: datetime.datetime) -> Self:
        """Those that ended a fortnight before `at` and came to nothing, or are of an edition that
        a later one took the place of."""
        publications = self.model._meta.get_field("publication").related_model.objects
        later = publications.filter(
            meeting=models.OuterRef("meeting"), version__gt=models.OuterRef("publication__version")
        )
        replaced = models.Q(models.Exists(later), publication__in_force_for=None)
        return self.filter(ended_at__lt=at - datetime.timedelta(days=14)).filter(
            models.Q(state__in=self.model.IN_VAIN)
            | models.Q(state=self.model.State.DONE) & replaced
        )

    def without_files(self) -> Self:
        """What is told about each file, without its bytes."""
        return self.select_related("file").defer("file__content")


class KeptPaperQuerySet(models.QuerySet):
    def unused_since(self, day: datetime.date) -> Self:
        return self.filter(used_on__lt=day)


class PublishedItemQuerySet(models.QuerySet):
    def in_force_to(self, user, at: datetime.date) -> Self:
        """What the editions in force say to `user`: closed items only to readers of the council's
        internal pages."""
        opened = Council.objects.open_to(user, at)
        return self.filter(publication__in_force_for__isnull=False).filter(
            models.Q(is_open=True) | models.Q(publication__meeting__council__in=opened)
        )
