"""The register has every check once, and runs them in its order."""

import importlib
import pkgutil

from councils import quality
from councils.quality import CHECKS, Check, Severity, checks
from tests.councils.quality.rows import VIBORG, facts, person, seat, stands_in


def test_register_has_every_check_once():
    modules = [
        importlib.import_module(f"{checks.__name__}.{module.name}")
        for module in pkgutil.iter_modules(checks.__path__)
    ]
    made = {
        thing.name for module in modules for thing in vars(module).values() if type(thing) is Check
    }

    assert sorted(check.name for check in CHECKS) == sorted(made)
    assert len({check.heading for check in CHECKS}) == len(CHECKS)


def test_what_is_missing_comes_before_what_is_doubtful():
    severities = [check.severity for check in CHECKS]

    assert severities == sorted(severities, key=list(Severity).index)


def test_only_checks_that_find_something_are_told():
    member = seat(person("Anna", None))
    rows = {"memberships": [member], "municipalities": [VIBORG], "at": member.starts_on}

    groups = quality.check(facts(**rows, substitutions=[stands_in("Bo", member)]))

    assert [(group.check.name, len(group.findings)) for group in groups] == [
        ("person_without_party", 1),
        ("membership_without_office", 1),
    ]
