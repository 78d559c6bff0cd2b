"""Pipelines: the stages a deal goes through."""
