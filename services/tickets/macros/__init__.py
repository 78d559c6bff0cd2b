"""Macros: what support does again and again, written once."""
