"""Mail that goes out: queued with its cause, sent by a process of its own."""
