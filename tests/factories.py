"""Things for tests: each with the least it needs, whatever else is asked for by keyword."""

import datetime

import factory
from factory.django import DjangoModelFactory

from appointments import models as appointments
from councils import models as councils
from kkr_portal import clock
from meetings import models as meetings

TERM_START = datetime.date(2022, 1, 1)
TERM_END = datetime.date(2025, 12, 31)
TODAY = datetime.date(2022, 1, 12)


class MunicipalityFactory(DjangoModelFactory):
    class Meta:
        model = councils.Municipality

    # 010 to 099: neither Denmark nor any test has a municipality with such a code.
    code = factory.Sequence(lambda n: f"{10 + n % 90:03}")
    name = factory.Sequence(lambda n: f"Kommune {n:05}")


class CouncilFactory(DjangoModelFactory):
    class Meta:
        model = councils.Council
        django_get_or_create = ("slug",)

    slug = "midtjylland"
    name = factory.LazyAttribute(lambda o: f"KKR {o.slug.title()}")
    region = factory.LazyAttribute(lambda o: o.slug.title())
    starts_on = datetime.date(2007, 1, 1)


class CouncilMunicipalityFactory(DjangoModelFactory):
    class Meta:
        model = councils.CouncilMunicipality

    council = factory.SubFactory(CouncilFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    starts_on = datetime.date(2007, 1, 1)


class ElectionFactory(DjangoModelFactory):
    class Meta:
        model = councils.MunicipalElection
        django_get_or_create = ("held_on",)

    held_on = datetime.date(2021, 11, 16)


class TermFactory(DjangoModelFactory):
    class Meta:
        model = councils.Term
        django_get_or_create = ("name",)

    name = "2022-2026"
    election = factory.SubFactory(ElectionFactory)
    starts_on = TERM_START
    ends_on = TERM_END


class PartyFactory(DjangoModelFactory):
    class Meta:
        model = councils.Party
        django_get_or_create = ("name",)

    name = factory.Sequence(lambda n: f"Parti {n}")
    short_name = factory.LazyAttribute(lambda o: o.name)


class ElectoralListFactory(DjangoModelFactory):
    class Meta:
        model = councils.ElectoralList
        django_get_or_create = ("election", "letter")

    election = factory.LazyFunction(lambda: TermFactory().election)
    kind = "party"
    letter = "A"
    party = factory.SubFactory(PartyFactory)
    name = factory.LazyAttribute(lambda o: o.party.name if o.party else f"Liste {o.letter}")


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = councils.Person

    name = factory.Sequence(lambda n: f"Eksempel Person {n}")


class OfficeFactory(DjangoModelFactory):
    class Meta:
        model = councils.Office

    person = factory.SubFactory(PersonFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    role = "councillor"
    starts_on = TERM_START


class PartyMembershipFactory(DjangoModelFactory):
    class Meta:
        model = councils.PartyMembership

    person = factory.SubFactory(PersonFactory)
    party = factory.SubFactory(PartyFactory)
    starts_on = TERM_START


class MembershipFactory(DjangoModelFactory):
    """A mayor in the council unless told otherwise."""

    class Meta:
        model = councils.CouncilMembership

    council = factory.SubFactory(CouncilFactory)
    term = factory.SubFactory(TermFactory)
    person = factory.SubFactory(PersonFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    role = "mayor"
    starts_on = TERM_START


class SubstitutionFactory(DjangoModelFactory):
    class Meta:
        model = councils.Substitution

    membership = factory.SubFactory(MembershipFactory)
    person = factory.SubFactory(PersonFactory)
    starts_on = TERM_START


class LeadershipFactory(DjangoModelFactory):
    class Meta:
        model = councils.Leadership

    membership = factory.SubFactory(MembershipFactory)
    council = factory.LazyAttribute(lambda o: o.membership.council)
    role = "chair"
    starts_on = TERM_START


class UserFactory(DjangoModelFactory):
    class Meta:
        model = councils.User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"konto{n}@kkr.example")
    name = factory.Sequence(lambda n: f"Konto {n}")
    password = factory.django.Password("kkr-demo-2022")


class SecretariatMemberFactory(DjangoModelFactory):
    class Meta:
        model = councils.SecretariatMember

    council = factory.SubFactory(CouncilFactory)
    user = factory.SubFactory(UserFactory)
    name = factory.LazyAttribute(lambda o: o.user.name if o.user else "Sekretær")
    starts_on = datetime.date(2007, 1, 1)


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = meetings.Meeting

    council = factory.SubFactory(CouncilFactory)
    term = factory.SubFactory(TermFactory)
    # All in 2022, however many meetings other tests have made before.
    starts_at = factory.Sequence(
        lambda n: (
            datetime.datetime(2022, 1, 19, 9, 30, tzinfo=datetime.UTC)
            + datetime.timedelta(days=n % 340)
        )
    )
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + datetime.timedelta(hours=2))
    place = "Silkeborg"


class AgendaItemFactory(DjangoModelFactory):
    class Meta:
        model = meetings.AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    title = factory.Sequence(lambda n: f"Punkt {n}")
    position = factory.Sequence(lambda n: n)
    changed_at = datetime.datetime(2022, 1, 10, 9, 0, tzinfo=datetime.UTC)
    changed_by = factory.SubFactory(UserFactory)


class BodyFactory(DjangoModelFactory):
    class Meta:
        model = appointments.Body

    council = factory.SubFactory(CouncilFactory)
    name = factory.Sequence(lambda n: f"Forum {n:05}")
    source = "KL"
    starts_on = TERM_START


class SeatKindFactory(DjangoModelFactory):
    """Seats for councillors that the body's council appoints to."""

    class Meta:
        model = appointments.SeatKind

    body = factory.SubFactory(BodyFactory)
    label = factory.Sequence(lambda n: f"Kommunal politiker {n:05}")
    number = 1
    appointer = "council"
    council = factory.LazyAttribute(lambda o: o.body.council)
    eligibility = "councillor"


class SeatFactory(DjangoModelFactory):
    class Meta:
        model = appointments.Seat
        django_get_or_create = ("kind", "number")

    kind = factory.SubFactory(SeatKindFactory)
    number = 1


class AppointmentFactory(DjangoModelFactory):
    class Meta:
        model = appointments.Appointment

    seat = factory.SubFactory(SeatFactory)
    person = factory.SubFactory(PersonFactory)
    starts_on = TERM_START


class RoundFactory(DjangoModelFactory):
    class Meta:
        model = appointments.Round

    council = factory.SubFactory(CouncilFactory)
    term = factory.SubFactory(TermFactory)
    name = factory.Sequence(lambda n: f"Runde {n}")


class TaskFactory(DjangoModelFactory):
    """A seat for a councillor, to be filled in a round of the body's council."""

    class Meta:
        model = appointments.Task

    kind = factory.SubFactory(SeatKindFactory)
    round = factory.LazyAttribute(lambda o: RoundFactory(council=o.kind.council))
    number = factory.LazyAttribute(lambda o: o.kind.number)
    starts_on = TERM_START
    ends_on = TERM_END


class CandidateFactory(DjangoModelFactory):
    class Meta:
        model = appointments.Candidate

    task = factory.SubFactory(TaskFactory)
    person = factory.SubFactory(PersonFactory)
    proposed_on = TODAY
    recorded_at = factory.LazyFunction(clock.now)
    recorded_by = factory.SubFactory("tests.factories.UserFactory")
