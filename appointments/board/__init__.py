"""The board of a round: every task with its candidates, what is found, and how far it is.

`values` are what the checks in appointments/checks.py read, `reading` fetches them in a fixed
number of queries, and `board` puts together what the pages show.
"""
