"""Polls: several dates are proposed, those asked say which they can, one becomes the meeting."""
