"""Negotiation game theory for crises."""
