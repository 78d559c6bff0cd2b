"""accounts: who may come in, and what they may do.

Owns users, teams, roles, sessions, API keys and the audit trail, in a database of its own. Served
by the chassis' gRPC server inside the gateway's process; the gateway's authentication reads the
same database directly.
"""
