"""Conversion: a contact becomes a deal, in one step that can be tried again."""
