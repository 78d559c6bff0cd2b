"""The gateway: who are you, may you, translate, route, explain errors.

It serves every RPC of the descriptor set as REST and imports no generated message code; its only
resources of its own (users, roles, keys, audit) live in gateway.accounts.
"""
