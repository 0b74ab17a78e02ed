"""Who had lists of contact details, whose data a secretariat answers for, and what is old."""

import datetime
from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from councils.models.audit import AuditEntry
from councils.models.councils import Council
from councils.models.lives import LifeEvent
from councils.models.memberships import CouncilMembership, Substitution
from councils.models.people import Person, councils_giving_places
from councils.models.users import SecretariatMember, User
from kkr_portal import clock

FIRST_DAY = datetime.date.min
ANONYMOUS = "Anonymiseret person"


class ContactListAccessQuerySet(models.QuerySet):
    def visible_to(self, user, at: datetime.date) -> Self:
        """Own council's, and to every secretariat those that no single council's list was."""
        served = Council.objects.served_by(user, at)
        return self.filter(Q(council__in=served) | Q(Exists(served), council=None))

    def about(self, council: Council) -> Self:
        """One council's lists, and those of all together."""
        return self.filter(Q(council=council) | Q(council=None))


class ContactListAccess(models.Model):
    """On one day somebody had the internal contact details of several people before them.

    One row for each day and way, not for each page: this is to answer for, not to watch people.
    """

    class Kind(models.TextChoices):
        SEEN = "seen", "Set på skærmen"
        EXPORTED = "exported", "Hentet som fil"
        PRINTED = "printed", "Hentet til tryk"

    user = models.ForeignKey(User, models.PROTECT, related_name="contact_list_accesses")
    council = models.ForeignKey(
        Council, models.PROTECT, null=True, blank=True, related_name="contact_list_accesses"
    )
    on = models.DateField("dag", default=clock.today)
    kind = models.CharField("hvordan", max_length=20, choices=Kind)
    count = models.PositiveIntegerField("antal personer")  # the most in one list that day

    objects = ContactListAccessQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = "indsigt i kontaktliste"
        verbose_name_plural = "indsigter i kontaktlister"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "council", "on", "kind"],
                name="councils_a_contact_list_is_noted_once_a_day",
            ),
            models.UniqueConstraint(  # NULL equals nothing, so the one above leaves these out
                fields=["user", "on", "kind"],
                condition=Q(council=None),
                name="councils_a_contact_list_of_all_is_noted_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.on}: {self.get_kind_display()}"


def in_care_of(user, at: datetime.date) -> models.QuerySet[Person]:
    """People whose data the secretariat that `user` works in answers for: those with a place there
    or given by it, those who had one and have none anywhere any more, and those it made who never
    had any."""
    served = Council.objects.served_by(user, at)
    everywhere = Council.objects.all()
    here, placed = Person.objects.kept_in(served, at), Person.objects.attached_to(everywhere, at)
    once_here = Person.objects.attached_to(served, FIRST_DAY)
    once = Person.objects.attached_to(everywhere, FIRST_DAY)
    made = _creation().filter(council__in=served)
    return Person.objects.filter(
        Q(pk__in=here.values("pk"))
        | Q(pk__in=once_here.values("pk")) & ~Q(pk__in=placed.values("pk"))
        | Q(Exists(made)) & ~Q(pk__in=once.values("pk"))
    )


def councils_of(people: Iterable[Person], at: datetime.date) -> models.QuerySet[Council]:
    """Councils in which one of the people sits or substitutes on the day `at` or later, or that
    have given them a place elsewhere."""
    people = list(people)
    seats = CouncilMembership.objects.not_over(at)
    own = seats.filter(person__in=people)
    stands_in = Substitution.objects.not_over(at).filter(membership__in=seats, person__in=people)
    return Council.objects.filter(
        Q(pk__in=own.values("council"))
        | Q(pk__in=stands_in.values("membership__council"))
        | councils_giving_places(people, at)
    )


def gone_since(day: datetime.date) -> models.QuerySet[Person]:
    """People whose last place in a council, or given by one, ended before `day`, and those who were
    made before it and never had any."""
    over = Q(ends_on__isnull=False, ends_on__lt=day)
    seats = CouncilMembership.objects.exclude(over)
    # A substitution ends with the membership it belongs to.
    substitutions = Substitution.objects.exclude(over).filter(membership__in=seats)
    everywhere = Council.objects.all()
    once = Q(pk__in=Person.objects.attached_to(everywhere, FIRST_DAY).values("pk"))
    attached = Person.objects.attached_to(everywhere, day)
    made = Exists(_creation().filter(at__date__lt=day))
    return (
        Person.objects.filter(once | Q(made))
        .exclude(pk__in=seats.values("person"))
        .exclude(pk__in=substitutions.values("person"))
        .exclude(pk__in=attached.values("pk"))
    )


def never_public() -> models.QuerySet[Person]:
    """People who never had a place in a council or given by one, nor an office, and of whom no
    event tells."""
    once = Person.objects.attached_to(Council.objects.all(), FIRST_DAY)
    events = LifeEvent.objects.all()
    return (
        Person.objects.filter(offices=None, life_events=None)
        .exclude(pk__in=once.values("pk"))
        .exclude(pk__in=events.filter(successor__isnull=False).values("successor"))
    )


def forgettable(day: datetime.date) -> models.QuerySet[Person]:
    """Those among them of whom the portal still has something to forget."""
    kept = Q(contact__isnull=False) | Q(portrait__isnull=False) | Q(user__isnull=False)
    kept |= ~Q(gender="") | ~Q(title="") | Exists(_suggestions())
    kept |= Q(pk__in=never_public().values("pk")) & ~Q(name=ANONYMOUS)
    return gone_since(day).filter(kept).order_by(F("sort_key"), "pk")


def forgettable_staff(day: datetime.date) -> models.QuerySet[SecretariatMember]:
    """Staff whose work ended before `day`, of whom the portal still knows how to reach them."""
    kept = ~Q(email="") | ~Q(phone="") | Q(user__in=open_accounts(day))
    return SecretariatMember.objects.filter(kept, ends_on__lt=day).order_by("name", "pk")


def open_accounts(day: datetime.date) -> models.QuerySet[User]:
    """Accounts with an address, of nobody that the portal knows or who works on `day` or later."""
    since = SecretariatMember.objects.exclude(ends_on__isnull=False, ends_on__lt=day)
    accounts = User.objects.filter(person=None, is_superuser=False)
    accounts = accounts.exclude(email__startswith=User.CLOSED)
    return accounts.exclude(pk__in=since.filter(user__isnull=False).values("user"))


def _creation() -> models.QuerySet[AuditEntry]:
    """What the log says of how a person came into the portal."""
    key = Cast(OuterRef("pk"), models.CharField())
    return AuditEntry.objects.filter(
        action="create_person", thing=Concat(Value("councils.person:"), key)
    )


def _suggestions() -> models.QuerySet:
    model = Person._meta.get_field("suggestions").related_model
    return model._default_manager.filter(person=OuterRef("pk"))
