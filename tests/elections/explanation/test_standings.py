"""What is known of each municipality, line by line."""

from elections.cases import Standings
from elections.explanation.standings import municipality_rows
from tests.elections.factories import (
    MunicipalStandingFactory,
    a_local_list,
    mayor_of,
    municipalities_of,
)
from tests.factories import ElectoralListFactory


def test_each_municipality_has_a_row_with_its_mayor_and_who_told(council, term):
    one, two, three = municipalities_of(council, 3)
    mayor = mayor_of(one, council, "A")
    mayor_of(two, council, "A")
    local = a_local_list(two, "", name="Borgerlisten")
    standing = MunicipalStandingFactory(
        municipality=two,
        mayor="list",
        mayor_list=local,
        represented=[local, ElectoralListFactory(letter="A")],
    )

    rows = {row.municipality: row for row in municipality_rows(Standings(council, term))}

    assert [rows[one].mayor_name, rows[one].mayor_key, rows[one].mayor_is_told] == [
        str(mayor.person),
        "A",
        False,
    ]
    assert (rows[two].mayor_key, rows[two].mayor_is_told, rows[two].standing) == (
        "Borgerlisten",
        True,
        standing,
    )
    assert sorted(rows[two].seated) == ["A", "Borgerlisten"]
    assert (rows[three].mayor_name, rows[three].mayor_key, rows[three].seated) == ("", "", [])
