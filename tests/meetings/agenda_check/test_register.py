"""The register shows every rule there is."""

import importlib
import pkgutil

from meetings.agenda_check import RULES, Rule, rules


def test_register_holds_every_rule_of_every_file_once():
    written = [
        value
        for module in pkgutil.iter_modules(rules.__path__)
        for value in vars(importlib.import_module(f"{rules.__name__}.{module.name}")).values()
        if isinstance(value, Rule)
    ]

    assert sorted(rule.name for rule in RULES) == sorted(rule.name for rule in written)


def test_every_rule_says_in_one_line_what_it_is():
    lines = [rule.line for rule in RULES]

    assert len(set(lines)) == len(RULES)
    assert [line for line in lines if not line or "\n" in line or line.endswith(".")] == []
