"""A council's meeting plan: the days, a year's calendar, pasted dates and the iCalendar feed.

Knows neither Django nor the database: plain values in, plain values out.
"""
