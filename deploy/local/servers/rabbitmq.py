"""A private RabbitMQ with an epmd of its own."""

import socket
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.local.child import Child, answers, clean_environment, free_port, wait_until
from deploy.local.servers.server import Server, kept_secret, program

SCRIPTS = Path("/usr/lib/rabbitmq/bin")  # the ones in /usr/sbin switch to the user `rabbitmq`
CONFIGURATION = """\
default_user = crm
default_pass = {password}
default_vhost = crm
default_permissions.configure = .*
default_permissions.read = .*
default_permissions.write = .*
vm_memory_high_watermark.absolute = 1GB
disk_free_limit.absolute = 200MB
heartbeat = 30
log.file.level = info
"""
QUIET_SCHEDULERS = "+sbwt none +sbwtdcpu none +sbwtdio none"  # Erlang spins on idle cores otherwise
PROTOCOL_HEADER = b"AMQP\x00\x00\x09\x01"


class PortMapper(Child):
    """epmd: Erlang nodes find each other through it. It would outlive a node that started it."""

    def __init__(self, folder: Path, port: int) -> None:
        super().__init__("epmd", folder)
        self.port = port

    def command(self) -> Sequence[str]:
        return [program("epmd"), "-port", str(self.port), "-address", "127.0.0.1"]


class RabbitMQ(Server):
    """RabbitMQ with the user and virtual host `crm`. Its data survives a change of port."""

    def __init__(self, folder: Path, port: int = 0, log: Path | None = None) -> None:
        super().__init__("rabbitmq", folder, port, log)
        self.password = ""
        self.node_port = free_port()
        self.mapper = PortMapper(self.folder, free_port())

    def prepare(self) -> None:
        super().prepare()
        self.password = kept_secret(self.folder / "password")
        (self.folder / "home").mkdir(mode=0o700, exist_ok=True)
        cookie = self.folder / "home" / ".erlang.cookie"
        kept_secret(cookie)
        cookie.chmod(0o400)
        settings = self.folder / "rabbitmq.conf"
        settings.touch(mode=0o600)
        settings.write_text(CONFIGURATION.format(password=self.password))
        (self.folder / "enabled_plugins").write_text("[].\n")

    def launch(self) -> None:
        self.prepare()
        if not self.mapper.alive():
            self.mapper.launch()
        wait_until(lambda: answers(self.mapper.port), 60.0, "epmd ready")
        super().launch()

    def command(self) -> Sequence[str]:
        return [str(SCRIPTS / "rabbitmq-server")]

    def environment(self) -> Mapping[str, str]:
        loopback = "-kernel inet_dist_use_interface {127,0,0,1}"
        return {
            "HOME": str(self.folder / "home"),
            "detached": "1",  # the script becomes the Erlang machine instead of watching over it
            "RABBITMQ_NODENAME": "crm@127.0.0.1",  # a name needs a resolver, an address does not
            "RABBITMQ_USE_LONGNAME": "true",
            "RABBITMQ_CONF_ENV_FILE": str(self.folder / "no-environment.conf"),
            "RABBITMQ_CONFIG_FILE": str(self.folder / "rabbitmq.conf"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(self.folder / "advanced.config"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.folder / "enabled_plugins"),
            "RABBITMQ_GENERATED_CONFIG_DIR": str(self.folder / "generated"),
            "RABBITMQ_MNESIA_BASE": str(self.folder / "data"),
            "RABBITMQ_LOG_BASE": str(self.folder / "log"),
            "RABBITMQ_PID_FILE": str(self.folder / "rabbitmq.pid"),
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(self.node_port),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": f"{loopback} {QUIET_SCHEDULERS}",
            "RABBITMQ_CTL_ERL_ARGS": loopback,
            "ERL_EPMD_PORT": str(self.mapper.port),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
        }

    def ready(self) -> bool:
        """Whether the broker greets a client; it listens only when all of it has started."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1.0) as connection:
                connection.sendall(PROTOCOL_HEADER)
                return connection.recv(8)[:1] == b"\x01"  # a method frame: connection.start
        except OSError:
            return False

    def end(self, grace: float) -> None:
        super().end(grace)
        self.mapper.stop()

    def ctl(self, *arguments: str) -> str:
        """Runs rabbitmqctl; returns its output. Raises CalledProcessError when it refuses."""
        return subprocess.run(
            [SCRIPTS / "rabbitmqctl", "-q", "--longnames", *arguments],
            env=clean_environment(self.environment()),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,  # it never gives up on a node whose name does not resolve
        ).stdout

    def url(self) -> str:
        return f"amqp://crm:{self.password}@127.0.0.1:{self.port}/crm"
