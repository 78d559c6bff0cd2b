"""Forms: what visitors fill in to become contacts."""
