"""The bare baseline: what the same answers cost with nothing around them.

No sign-in, no scope, no validation, no outbox. Served by the gateway's WSGI server with the
gateway's settings: from one process, or, as the hop alone, with a second one behind it that is
asked by gRPC, as the gateway asks a service.
"""
