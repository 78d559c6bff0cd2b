"""Scoring: how warm a contact is, by rules that anybody can read."""
