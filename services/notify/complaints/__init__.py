"""Complaints: a copy of which customers complain, so that nobody advertises to them."""
