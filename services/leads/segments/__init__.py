"""Segments: saved filters that know who passes them, within a second of a change."""
