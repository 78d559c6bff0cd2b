"""Complaints: when a customer is unhappy, told by a person or by their words."""
