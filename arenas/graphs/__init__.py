"""The analysis in the app: from the database to records, and from the report to pages."""
