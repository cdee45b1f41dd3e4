"""Leadership sheets: a report of a period, made once, kept with its figures and its files."""
