"""Surveys: how happy the customer was with a solved ticket."""
