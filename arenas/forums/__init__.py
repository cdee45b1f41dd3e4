"""Arenas: the standing meeting places, what they serve, and who sits in them."""
