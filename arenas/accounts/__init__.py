"""Accounts: who signs in, and what each role may see and do."""
