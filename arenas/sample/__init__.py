"""The sample region: real organisations, invented people, arenas, meetings and attendance."""
