"""The timeline: everything that happened with a contact."""
