"""What a round gives an agenda to say: the text of Indstilling, and of the decision afterwards.

HTML as the editor of items takes it. The sentences are our own; the secretariat goes on writing.
"""

from collections.abc import Callable, Iterable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from appointments.models import Round, Task
from appointments.round_lines import Line, Named

NOTHING = mark_safe("")


def recommendation(round_: Round, lines: Sequence[Line], *, names_people: bool) -> SafeString:
    """»Det indstilles, at …«, with those who are chosen or proposed, or only with the tasks."""
    if not names_people:
        opening = f"Det indstilles, at {round_.council} vælger repræsentanter til disse hverv:"
        return _listed(opening, lines, _task)
    return _appointing(
        lines, f"Det indstilles, at {round_.council} udpeger", "indstiller", _people_or_task
    )


def decision(round_: Round, lines: Sequence[Line]) -> SafeString:
    """What the council decided, for the minutes; tasks for which nobody is chosen are left out."""
    chosen = [line for line in lines if line.people]
    return _appointing(chosen, f"{round_.council} udpegede", "indstillede", _decided)


def _appointing(
    lines: Sequence[Line],
    opening: str,
    nominating: str,
    tell: Callable[[Line], SafeString],
) -> SafeString:
    """First those whom the council appoints, then those whom it only nominates."""
    first, _, verb = opening.rpartition(" ")
    ours = [line for line in lines if not line.nominates]
    others = [line for line in lines if line.nominates]
    return format_html(
        "{}{}",
        _listed(f"{first} {verb}:", ours, tell),
        _listed(f"{first} {nominating}:", others, tell),
    )


def _listed(opening: str, lines: Sequence[Line], tell: Callable[[Line], SafeString]) -> SafeString:
    if not lines:
        return NOTHING
    rows = format_html_join("", "<li>{}</li>", ((tell(line),) for line in lines))
    return format_html("<p>{}</p><ul>{}</ul>", opening, rows)


def _heading(line: Line) -> SafeString:
    return format_html("<strong>{}</strong>, {}", line.body, _place(line))


def _place(line: Line) -> str:
    label = line.kind.label[0].lower() + line.kind.label[1:]
    return f"{label} ({line.days})"


def _task(line: Line) -> SafeString:
    return format_html("{}: {}", _heading(line), places(line.task))


def _people_or_task(line: Line) -> SafeString:
    if line.people:
        return format_html("{}: {}", _heading(line), _names(line.people) + _stand_ins(line))
    if not line.proposed or line.outcome.is_elected:
        return format_html("{}: {}, vælges på mødet", _heading(line), places(line.task))
    if len(line.proposed) > line.task.number:
        told = f"{places(line.task)} blandt {_names(line.proposed)}"
    else:
        told = _names(line.proposed)
    return format_html("{}: {}", _heading(line), told + _stand_ins(line))


def _decided(line: Line) -> SafeString:
    how = f". {line.way}" if line.way else ""
    vacant = f". Ikke besat: {places_in_words(line.missing)}" if line.missing else ""
    told = _names(line.people) + _stand_ins(line) + how + vacant
    return format_html("{}: {}", _heading(line), told)


def _names(people: Iterable[Named]) -> str:
    told = [
        f"{one.told} med {' og '.join(one.alternates)} som suppleant"
        if one.alternates
        else one.told
        for one in people
    ]
    return ", ".join(told[:-1]) + " og " + told[-1] if len(told) > 1 else "".join(told)


def _stand_ins(line: Line) -> str:
    if not line.shared_alternates:
        return ""
    word = "suppleant" if len(line.shared_alternates) == 1 else "suppleanter"
    return f"; {word}: {_names(line.shared_alternates)}"


def places(task: Task) -> str:
    """»3 pladser«."""
    return places_in_words(task.number)


def places_in_words(number: int) -> str:
    return "1 plads" if number == 1 else f"{number} pladser"
