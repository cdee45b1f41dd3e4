"""What every page stands on: forms, lists, dates, languages, headers and error pages."""
