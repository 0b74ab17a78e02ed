"""What an item said earlier, as the secretariat reads it."""

import pytest
from playwright.sync_api import expect

from councils.models import User
from meetings import actions
from meetings.models import Meeting
from tests.e2e.inspection import Inspection

pytestmark = pytest.mark.browser

SECRETARIAT = "sekretariat.midtjylland"
TABLE = "<table><tbody><tr><th>Liste</th><th>Pladser</th></tr><tr><td>A</td><td>{}</td></tr>{}"


def test_history_is_compared_and_taken_back(open_page, meeting: Meeting):
    item = meeting.items.get(title="Eventuelt")
    by = User.objects.get(email=f"{SECRETARIAT}@kkr.example")
    rows = [("12", ""), ("13", "<tr><td>V</td><td>9</td></tr>")]
    for version, (seats, row) in enumerate(rows, start=1):
        text = f"{TABLE.format(seats, row)}</tbody></table>"
        actions.save_item(item, by=by, version=version, presentation=text)
    page = open_page(SECRETARIAT)
    inspection = Inspection(page)

    page.goto(f"/moeder/{meeting.pk}/punkter/{item.pk}/rediger/")
    page.get_by_role("link", name="Historik").click()
    expect(page.get_by_role("row")).to_have_count(4)
    inspection.look_at("history")
    page.get_by_role("link", name="Version 3").click()
    changes = page.get_by_role("region", name="Sagsfremstilling")
    expect(changes.locator("ins")).to_have_text(["13", "V", "9"])
    expect(changes.locator("del")).to_have_text(["12"])
    inspection.look_at("version with a changed table")
    page.get_by_label("Sammenlign med", exact=True).select_option(index=1)
    page.get_by_role("button", name="Sammenlign").click()
    expect(page.get_by_role("heading", name="Ændret siden version 1")).to_be_visible()
    expect(changes.locator("del")).to_have_count(0)

    page.get_by_role("link", name="Tilbage til historikken").click()
    page.get_by_role("link", name="Version 2").click()
    page.get_by_role("button", name="Gendan").click()
    expect(page.get_by_role("status")).to_have_text("Version 2 er gendannet som en ny version.")
    expect(page.get_by_role("row").nth(1)).to_contain_text("Gendannet fra version 2")
    inspection.look_at("history with a restored version")
    item.refresh_from_db()
    assert item.presentation == f"{TABLE.format('12', '')}</tbody></table>"
    inspection.conclude()
