from appointments.models.appointed import Alternate, Appointment
from appointments.models.ballots import Ballot, BallotDraw, Choice, Group, GroupMember
from appointments.models.bodies import Body, Organisation, Seat, SeatKind
from appointments.models.rounds import Candidate, Round, Task

__all__ = [
    "Alternate",
    "Appointment",
    "Ballot",
    "BallotDraw",
    "Body",
    "Candidate",
    "Choice",
    "Group",
    "GroupMember",
    "Organisation",
    "Round",
    "Seat",
    "SeatKind",
    "Task",
]
