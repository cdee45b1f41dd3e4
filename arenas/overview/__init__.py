"""The first page: what needs me, then the calendar, then the figures; by role."""
