"""People: the list, the record, contact data by right, and affiliations over time."""
