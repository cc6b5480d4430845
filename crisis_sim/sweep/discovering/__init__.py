"""Scenario discovery: under which assumptions an outcome is likely."""
