"""`python -m gateway ROLE`: its processes and commands; each says what it takes with --help."""

import argparse
import importlib
import os
from pathlib import Path
from tempfile import TemporaryDirectory


def main() -> None:
    """Runs the role named on the command line, importing only what it needs."""
    parser = argparse.ArgumentParser(prog="python -m gateway")
    roles = parser.add_subparsers(dest="role", required=True)
    roles.add_parser("server", help="serve HTTP until SIGTERM")
    roles.add_parser("stream", help="tell browsers what happens until SIGTERM")
    roles.add_parser("worker", help="do what accounts do by themselves until SIGTERM")
    roles.add_parser("relay", help="carry the facts of accounts to the broker until SIGTERM")
    roles.add_parser("migrate", help="bring the database of accounts up to date")
    seed = roles.add_parser("seed", help="make demo people; prints their logins as JSON")
    seed.add_argument("--api-key-file", type=Path, help="keep the admin's API key here")
    first = roles.add_parser("first-admin", help="make the first admin; password on stdin")
    first.add_argument("--email", required=True)
    first.add_argument("--name", required=True)
    arguments = vars(parser.parse_args())
    if start := STARTS.get(arguments["role"]):
        start()
        return
    commands = importlib.import_module("gateway.commands")
    getattr(commands, arguments.pop("role").replace("-", "_"))(**arguments)


def serve() -> None:
    """Answers HTTP. Its processes count in one folder, known before anything that counts is
    imported."""
    with TemporaryDirectory(prefix="trellis-metrics-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        importlib.import_module("gateway.server").run()


def stream() -> None:
    """Tells browsers what happens."""
    importlib.import_module("gateway.live.server").run()


def work() -> None:
    """Runs timers; the standard library is patched before anything else is imported."""
    importlib.import_module("chassis.worker_patch").apply()
    importlib.import_module("chassis.roles").worker(ACCOUNTS)


def relay() -> None:
    """Publishes the outbox."""
    importlib.import_module("chassis.roles").relay(ACCOUNTS, "gateway")


ACCOUNTS = "gateway.accounts"
STARTS = {"server": serve, "stream": stream, "worker": work, "relay": relay}


if __name__ == "__main__":
    main()
