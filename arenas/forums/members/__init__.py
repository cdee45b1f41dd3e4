"""The seats of a forum: who sits there, on behalf of which organisation, and when."""
