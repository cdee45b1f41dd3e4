"""Minutes of meetings: written, published and locked, reopened on record, read and printed."""
