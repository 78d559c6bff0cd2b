"""Suppressions: addresses that are left alone."""
