"""Merging: two tickets about the same become one, and can be parted again."""
