"""Møteplass: the register of who meets whom in a region."""
