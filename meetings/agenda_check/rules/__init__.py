"""The rules, one file for each group. A new one also goes into register.py."""
