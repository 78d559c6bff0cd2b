"""Sequences: steps that contacts go through by themselves."""
