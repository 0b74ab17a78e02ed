#!/usr/bin/env python3
"""Django's command line for the portal; `./kkr manage …` runs it in the right environment."""

import os
import secrets
import sys

from django.core.management import execute_from_command_line

# For other programs: no database and nothing to sign, so they run unconfigured too.
PURE_COMMANDS = {"check_agenda", "compute_composition", "elect_leadership"}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kkr_portal.settings")
    if PURE_COMMANDS.intersection(sys.argv[1:2]):
        os.environ.setdefault("SECRET_KEY", secrets.token_hex())
    execute_from_command_line(sys.argv)
