"""Starts one role of a service: `python -m services.leads server|worker|relay|migrate`."""

import importlib
import sys


def main(package: str) -> None:
    """Runs the role named on the command line; `package` is e.g. "services.leads".

    Exits with a message when the role is unknown or a setting is missing. The worker must patch
    the standard library before anything else is imported, so nothing is imported here.
    """
    roles = ("server", "worker", "relay", "migrate")
    role = sys.argv[1] if len(sys.argv) == 2 else ""
    if role not in roles:
        sys.exit(f"usage: python -m {package} {'|'.join(roles)}")
    if role == "worker":
        importlib.import_module("chassis.worker_patch").apply()
    getattr(importlib.import_module("chassis.roles"), role)(package)
