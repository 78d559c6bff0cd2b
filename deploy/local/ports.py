"""Which port everything gets: the same as last time when it is still free."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

from deploy.local.child import free_port, is_free

PUBLIC = "nginx"


def choose_ports(remembered: Path, programs: Sequence[str]) -> dict[str, int]:
    """A port for each server and program, by name; written to `remembered`."""
    last = json.loads(remembered.read_text()) if remembered.exists() else {}
    ports = {PUBLIC: public_port(last.get(PUBLIC, 8000))}
    for name in ("postgresql", "rabbitmq", "redis", *programs):
        port = free_port(last.get(name, 0))
        while port in ports.values():
            port = free_port()
        ports[name] = port
    remembered.parent.mkdir(parents=True, exist_ok=True)
    remembered.write_text(json.dumps(ports))
    return ports


def metrics_ports(processes: Sequence[str]) -> dict[str, int]:
    """A port for each process from METRICS in the environment upwards, which must be free; none
    without."""
    asked = os.environ.get("METRICS", "")
    if not asked:
        return {}
    ports = {name: int(asked) + index for index, name in enumerate(processes) if asked.isdigit()}
    if not ports or not all(port < 1 << 16 and is_free(port) for port in ports.values()):
        raise SystemExit(f"METRICS={asked}: {len(processes)} ports from there on are not free")
    return ports


def public_port(preferred: int) -> int:
    """PORT from the environment, which must be free; else the preferred one or the next free."""
    asked = os.environ.get("PORT", "")
    if asked:
        if not asked.isdigit() or not is_free(int(asked)):
            raise SystemExit(f"PORT={asked} is not a free port")
        return int(asked)
    return next(port for port in range(preferred, 65536) if is_free(port))
