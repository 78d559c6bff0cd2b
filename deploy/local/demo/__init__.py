"""Demo data that tells one story: half a year of a small firm that sells scheduling software."""
