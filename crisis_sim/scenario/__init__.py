"""From the text of a scenario file to a :class:`Scenario`."""
