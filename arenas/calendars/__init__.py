"""Calendars: iCalendar files written from the records, and the feeds that clients poll."""
