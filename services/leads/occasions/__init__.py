"""Occasions: birthdays, long silences, half a year as a customer and carts bring about a mail."""
