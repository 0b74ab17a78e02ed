"""What saving by itself costs: twelve items with three sections of 10 kB, saved in turns.

`./kkr manage shell < tests/benchmarks/autosave.py` on the demonstration's database, where nothing
of it stays.
"""

import statistics
import time

from django.db import transaction

from councils.models import User
from meetings import actions
from meetings.comparison import compare
from meetings.models import AgendaItem, Meeting

SECTION = "<p>Rådet drøfter punktet og tager orienteringen til efterretning. </p>" * 150
by = User.objects.get(email="sekretariat.midtjylland@kkr.example")
meeting = Meeting.objects.filter(council__slug="midtjylland").drafts().first()
sections = dict.fromkeys(AgendaItem.SECTIONS, SECTION)
times = []


def save_in_turns(turns: int) -> None:
    items = [actions.add_item(meeting, by=by, title=f"Punkt {n}", **sections) for n in range(12)]
    for turn in range(turns):
        for item in items:
            text = {**item.content, "background": f"{SECTION}<p>{turn}</p>"}
            started = time.perf_counter()
            actions.autosave_item(item, by=by, version=turn + 1, **text)
            times.append(1000 * (time.perf_counter() - started))


with transaction.atomic():
    save_in_turns(10)
    transaction.set_rollback(True)
print(f"autosave of 3 sections of {len(SECTION)} letters: {statistics.median(times):.1f} ms")
print(f"the slowest of {len(times)}: {max(times):.1f} ms")
started = time.perf_counter()
compare(SECTION, SECTION.replace("drøfter", "behandler"))
print(f"comparing two such sections: {1000 * (time.perf_counter() - started):.1f} ms")
