"""Meetings: the list, the record, calling and changing them, who takes part and who came."""
