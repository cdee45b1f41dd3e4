"""Asking people to meetings, and hearing what they answer (RFC 5546, RFC 6047)."""
