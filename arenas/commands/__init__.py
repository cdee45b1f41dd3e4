"""The commands of ``moteplass`` that belong to no single feature."""
