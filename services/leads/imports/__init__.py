"""Imports: a CSV file becomes contacts, row by row, with a report of what was refused."""
