"""Going through the pages of an event as a browser would."""

import html
import re

from django.urls import reverse

from councils.lives import Kind
from councils.models import (
    LifeEvent,
    Person,
)
from tests.councils.lives.conftest import LAST_DAY

ON = LAST_DAY.isoformat()


def form_of(person: Person) -> str:
    return reverse("life-event-create", args=[person.pk])


def asked(client, person: Person, kind: Kind, **fields):
    """The answer to »show what follows«."""
    given = {"kind": kind.value, "on": ON, **fields}
    return client.get(form_of(person), {**given, "show": "plan"})


def sent(client, page, person: Person, **more):
    """Posts the plan on the page as a browser would, with every checkbox ticked."""
    form = page.text.partition('<form class="wide-form" method="post"')[2]
    hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)
    fields = {name: html.unescape(value) for name, value in hidden}
    items = re.findall(r'name="items" value="([^"]+)"', form)
    return client.post(form_of(person), {**fields, "items": items, **more})


def record(client, person: Person, kind: Kind, **fields) -> LifeEvent:
    response = sent(client, asked(client, person, kind, **fields), person)
    assert response.status_code == 302, response.text
    return LifeEvent.objects.latest("pk")


def errors_at(response, field: str) -> bool:
    """Whether the page has an error at the field."""
    return bool(response.context["form"].errors.get(field))
