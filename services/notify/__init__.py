"""notify: templates, messages and everything that decides whether one is sent.

Owns what is said to people outside, the ledger of it, and who is left alone. Does not own people:
it keeps a small copy of the contacts that leads tells of, and names them by id.
"""
