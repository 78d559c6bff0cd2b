"""Occasions: birthdays, long silences and half a year as a customer bring about a mail."""
