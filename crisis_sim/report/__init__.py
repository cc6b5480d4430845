"""Accounts in prose and tables; nothing is computed here."""
