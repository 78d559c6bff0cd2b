"""Users: the people who work here."""
