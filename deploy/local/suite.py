"""Brings the whole suite up in order, keeps it up, and takes it down without a trace."""

import json
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import redis

from chassis.shared_clock import KEY
from deploy.local import leftovers
from deploy.local.backing import Backing
from deploy.local.bootstrap import digest
from deploy.local.child import Child
from deploy.local.console import Console
from deploy.local.demo.agenda import BEGINNING
from deploy.local.keys import make_keys, write
from deploy.local.mailcatcher.server import MailCatcher
from deploy.local.ports import choose_ports, metrics_ports
from deploy.local.processes import CALLED, ROOT, Program
from deploy.local.programs import Addresses, Process
from deploy.local.servers import Nginx, Screen, Server
from deploy.local.supervisor import Supervisor

MAIL = ("mailcatcher", "smtp")
DEPTHS = ("*/migrations", "*/*/migrations")  # where migrations live, seen from the root


class Suite:
    """One local run with all its data in one folder."""

    def __init__(
        self, local: Path, console: Console, programs: Sequence[Program], demo: str
    ) -> None:
        self.local = local
        self.console = console
        self.programs = programs
        self.front = next(program for program in programs if program.front)
        self.demo = demo
        self.ports = choose_ports(local / "ports.json", [*MAIL, *addressed(programs)])
        self.metrics = metrics_ports(
            [f"{program.name}.{role}" for program in programs for role in program.roles]
        )
        self.url = f"http://127.0.0.1:{self.ports['nginx']}"
        self.backing = Backing(local, self.ports)
        self.database = sha256(self.backing.given["DATABASE_URL"].encode()).hexdigest()
        self.mail = MailCatcher(
            local, self.ports["mailcatcher"], self.ports["smtp"], suite_url=self.url
        )
        self.supervisor = Supervisor(console, self.describe)
        self.addresses: Addresses | None = None
        self.logins: dict[str, Any] = {}
        self.ready = False

    def start(self) -> None:
        """Everything in order; returns when the gateway says the suite is ready."""
        make_keys(self.local / "secrets")
        servers = self.backing.servers()
        self.supervisor.launch(servers)
        await_all([server for server in servers if server is not self.backing.rabbitmq])
        addresses = self.addresses = self.find_addresses()
        self.migrate(addresses)
        self.begin_in_the_past()
        self.seed(addresses)
        self.launch_programs(addresses, servers)
        self.launch_edge()
        self.await_answers()
        self.load_demo()
        self.ready = True
        self.describe()

    def stop(self) -> None:
        """Stops everything, and whatever else a process of ours started."""
        (self.local / "suite.json").unlink(missing_ok=True)
        self.supervisor.stop()
        leftovers.end(self.local)

    def find_addresses(self) -> Addresses:
        """Where everything is; makes the databases that are missing."""
        return Addresses(
            databases={
                program.name: self.backing.database(program.name) for program in self.programs
            },
            listen={name: f"127.0.0.1:{self.ports[name]}" for name in addressed(self.programs)},
            amqp=self.backing.amqp,
            cache=self.backing.cache,
            public_url=self.url,
            secrets=str(self.local / "secrets"),
            smtp=f"smtp://127.0.0.1:{self.mail.smtp_port}",
            metrics={name: f"127.0.0.1:{port}" for name, port in self.metrics.items()},
        )

    def run_once(self, processes: Sequence[Child]) -> None:
        """Runs processes side by side to their end. Raises RuntimeError when one fails."""
        for process in processes:
            process.log.unlink(missing_ok=True)
            process.launch()
        try:
            for process in processes:
                if process.process and process.process.wait():
                    raise RuntimeError(f"{process.name} failed:\n{process.log.read_text()}")
        finally:
            for process in processes:
                process.stop()

    def migrate(self, addresses: Addresses) -> None:
        """Applies migrations when there are others than last time."""
        stamp = self.local / "migrated"
        steps = sorted(path for depth in DEPTHS for path in ROOT.glob(f"{depth}/**/*.py"))
        wanted = f"{self.database} {digest(steps)}"
        if stamp.exists() and stamp.read_text() == wanted:
            return
        self.run_once(
            [Process(program, "migrate", addresses, self.local) for program in self.programs]
        )
        stamp.write_text(wanted)

    def seed(self, addresses: Addresses) -> None:
        """The demo people and the admin's API key: made once for each database."""
        kept = self.local / "secrets" / "seed.json"
        known = json.loads(kept.read_text()) if kept.exists() else {}
        if known.get("database") != self.database:
            seed = Process(self.front, "seed", addresses, self.local)
            known = {"database": self.database, **json.loads(seed.output())}
            write(kept, json.dumps(known).encode())
        self.logins = {name: known[name] for name in ("admin_api_key", "logins")}

    def launch_programs(self, addresses: Addresses, servers: Sequence[Server]) -> None:
        """Servers with the mail catcher; what listens to the broker, once the broker is there."""
        self.mail.key = self.logins["admin_api_key"]
        processes = [
            Process(program, role, addresses, self.local)
            for program in self.programs
            for role in program.roles
        ]
        for process in processes:
            self.console.follow(process.name, process.log)
        front = [process for process in processes if process.role in CALLED]
        self.supervisor.launch([self.mail, *front])
        await_all(servers)
        self.supervisor.launch([process for process in processes if process.role not in CALLED])

    def launch_edge(self) -> None:
        edge = Nginx(
            self.local / "nginx",
            f"127.0.0.1:{self.ports[self.front.name]}",
            self.ports["nginx"],
            self.local / "logs" / "nginx.log",
            stream=self.stream,
            screens=[
                Screen(program.screen, program.ui / "dist", program.pages)
                for program in self.programs
                if program.screen
            ],
        )
        self.supervisor.launch([edge])

    @property
    def stream(self) -> str:
        """Where live updates come from, "" when from the gateway's server itself."""
        name = self.front.addresses.get("stream")
        return f"127.0.0.1:{self.ports[name]}" if name else ""

    def await_answers(self) -> None:
        """Waits until /readyz is 200 through the edge; says from time to time what is missing."""
        while not self.supervisor.wait(lambda: not self.missing(), 15.0):
            self.console.say(f"not ready yet: {self.missing()}")

    def missing(self) -> str:
        """What /readyz complains about; empty when all that is called answers. Workers and relays,
        told as "leads.worker", begin a little later: what waits for them is kept."""
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:  # noqa: S310 -- our own address
                checks = json.load(answer)["checks"].items()
            down = (name for name, check in checks if check["status"] == "down")
            return ", ".join(name for name in down if "." not in name)
        except urllib.error.HTTPError as error:
            return f"{error.code} {error.read().decode(errors='replace')}"
        except OSError as error:
            return str(error)

    def begin_in_the_past(self) -> None:
        """The demo story is half a year long: a new suite's clock begins there, once."""
        begun = self.local / "demo-begun"
        if self.demo and not begun.exists() and not self.demo_loaded.exists():
            with redis.Redis.from_url(self.backing.cache, socket_timeout=5) as cache:
                cache.set(KEY, -timedelta(days=BEGINNING).total_seconds(), nx=True)
            begun.touch()

    @property
    def demo_loaded(self) -> Path:
        """Is there once the demo was loaded."""
        return self.local / "demo-loaded"

    def load_demo(self) -> None:
        """Demo contacts, companies and forms, through the API, once; the clock then tells now."""
        loaded = self.demo_loaded
        if self.demo and not loaded.exists():
            self.console.say("loading demo data")
            try:
                mails = str(self.mail.described()["api"])
                self.run_once([Demo(self.demo, self.url, self.logins, mails, self.local)])
                loaded.touch()
                self.console.skip_new()  # hundreds of requests, and then nobody sees the address
            except RuntimeError as error:
                self.console.say(f"the suite runs, but without demo data: {error}")

    def describe(self) -> None:
        """Writes .local/suite.json: where the suite is, who may sign in, which processes run."""
        if not self.ready or self.addresses is None:
            return
        description = {
            "url": self.url,
            **self.logins,
            "mail": self.mail.described(),
            "ports": self.ports,
            "processes": [
                {"name": child.name, "pid": child.pid, "log": str(child.log)}
                for child in self.supervisor.children()
            ],
            "addresses": asdict(self.addresses),
            "supervisor": os.getpid(),
        }
        write(self.local / "suite.json", json.dumps(description, indent=2).encode())

    def introduce(self) -> None:
        """Tells the person where to go and who they can be."""
        self.console.say(f"ready at {self.url}")
        for role, login in self.logins["logins"].items():
            self.console.say(f"  {role:<10} {login['email']}  {login['password']}")
        self.console.say(f"  API key    {self.logins['admin_api_key']}")
        self.console.say(f"  mail       {self.mail.described()['url']}")
        if self.metrics:
            first, last = min(self.metrics.values()), max(self.metrics.values())
            self.console.say(f"  metrics    http://127.0.0.1:{first}/metrics to {last}")
        self.console.say(f"  website    {self.mail.described()['site']}")
        self.console.say("stop with Ctrl-C or `make stop`")


class Demo(Child):
    """Loads the demo data through the API."""

    def __init__(
        self, module: str, url: str, logins: Mapping[str, Any], mails: str, local: Path
    ) -> None:
        super().__init__("demo", local / "work", local / "logs" / "demo.log")
        self.arguments = (module, url, str(logins["admin_api_key"]))
        self.told = {"DEMO_LOGINS": json.dumps(logins["logins"]), "DEMO_MAILS": mails}

    def command(self) -> Sequence[str]:
        return [sys.executable, "-m", *self.arguments]

    def environment(self) -> Mapping[str, str]:
        return {"PYTHONPATH": f"{ROOT}:{ROOT / 'gen'}", **self.told}


def addressed(programs: Sequence[Program]) -> list[str]:
    """The names of all addresses that somebody calls."""
    return [name for program in programs for name in program.addresses.values()]


def await_all(servers: Sequence[Server]) -> None:
    for server in servers:
        server.await_ready()
