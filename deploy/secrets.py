"""Makes the secrets that compose and Kubernetes mount: `python -m deploy.secrets FOLDER`.

Files that exist are kept: run it again after adding a service.
"""

import secrets
import sys
from pathlib import Path

from deploy.local.keys import make_keys, write
from deploy.local.processes import PROGRAMS

DATABASE_HOST = "postgresql:5432"
BROKER_HOST = "rabbitmq:5672"
CACHE_HOST = "redis:6379"


def make(folder: Path) -> None:
    """Keys, passwords, and one database URL per program."""
    make_keys(folder)
    for program in PROGRAMS:
        url = f"postgresql://{program.name}:{{}}@{DATABASE_HOST}/{program.name}"
        keep(folder / f"{program.name}_database_url", url)
    keep(folder / "postgres_password", "{}")
    keep(folder / "rabbitmq_password", "{}")
    password = (folder / "rabbitmq_password").read_text()
    keep(folder / "amqp_url", f"amqp://crm:{password}@{BROKER_HOST}/crm")
    keep(folder / "rabbitmq.conf", BROKER.format(password))
    keep(folder / "redis_password", "{}")
    password = (folder / "redis_password").read_text()
    keep(folder / "redis_url", f"redis://:{password}@{CACHE_HOST}/0")
    keep(folder / "smtp_url", "")  # smtp://host:port, for you to fill in: mail waits until then
    for file in folder.iterdir():
        file.chmod(0o644)  # compose mounts it for another user; on the host the folder is closed


BROKER = "default_user = crm\ndefault_pass = {}\ndefault_vhost = crm\nheartbeat = 30\n"


def keep(path: Path, pattern: str) -> None:
    """Writes the pattern, filled with a fresh secret, unless the file exists."""
    if not path.exists():
        write(path, pattern.format(secrets.token_urlsafe(32)).encode())


if __name__ == "__main__":
    make(Path(sys.argv[1]))
