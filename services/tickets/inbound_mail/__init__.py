"""Inbound mail: an e-mail becomes a ticket or part of one."""
