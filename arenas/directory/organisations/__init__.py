"""Organisations: the list, the record, and how they are kept."""
