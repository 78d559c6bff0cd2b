"""Installs what the suite needs on a bare Debian or Ubuntu; takes milliseconds when all is there.

Runs with the system's Python 3.11 or newer and its standard library only.
"""

import contextlib
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements.lock"
UV_LOCK = ROOT / "deploy" / "local" / "uv.lock"
POLICY = Path("/usr/sbin/policy-rc.d")  # consulted by Debian's packages before they start a service

SERVERS = {
    "postgresql": "/usr/lib/postgresql/*/bin/postgres",
    "rabbitmq-server": "/usr/lib/rabbitmq/bin/rabbitmq-server",
    "redis-server": "/usr/bin/redis-server",
    "nginx": "/usr/sbin/nginx",
}
MODULES = {
    "libnginx-mod-http-brotli-static": "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so",
}
FOR_TESTS = {"chromium": "/usr/bin/chromium"}


def set_up(*, for_tests: bool = False) -> None:
    """Packages, virtual environment, generated code. Raises SystemExit in words when it cannot."""
    if sys.version_info < (3, 11):  # noqa: UP036 -- the caller's Python, not the project's
        raise SystemExit("Python 3.11 or newer is needed: `make PYTHON=python3.11 …`")
    install_packages(SERVERS | MODULES | (FOR_TESTS if for_tests else {}))
    install_environment()
    generate_protos()


def install_packages(wanted: dict[str, str]) -> None:
    """Installs the missing ones of these packages; wanted maps a package to a file it brings."""
    missing = [name for name, file in wanted.items() if not any(Path("/").glob(file[1:]))]
    if not has_module("ensurepip") and not working_uv():
        missing.append("python3-venv")
    if not missing:
        return
    privileged = [] if os.geteuid() == 0 else ["sudo"]
    if not shutil.which("apt-get") or (privileged and not shutil.which("sudo")):
        raise SystemExit(f"please install: {' '.join(missing)}")
    tell(f"installing {' '.join(missing)}")
    apt = [*privileged, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    with no_service_starts(privileged):
        call([*apt, "update"])
        call([*apt, "install", "--no-install-recommends", *missing])
    forget_services(missing, privileged)


@contextlib.contextmanager
def no_service_starts(privileged: Sequence[str]) -> Iterator[None]:
    """While this lasts, installing a server does not start it. A policy that exists is kept."""
    if POLICY.exists():
        yield
        return
    script = "#!/bin/sh\nexit 101\n"
    call([*privileged, "sh", "-c", f"printf '%s' '{script}' > {POLICY} && chmod 755 {POLICY}"])
    try:
        yield
    finally:
        call([*privileged, "rm", "-f", str(POLICY)])


def forget_services(packages: Sequence[str], privileged: Sequence[str]) -> None:
    """Keeps systemd from starting at the next boot the servers we installed for private use."""
    services = [name for name in packages if name in SERVERS]
    if services and Path("/run/systemd/system").exists():
        subprocess.run([*privileged, "systemctl", "disable", "-q", *services], check=False)


def install_environment() -> None:
    """Makes .venv hold exactly what requirements.lock names, checked against its hashes."""
    stamp = VENV / "trellis-lock"
    wanted = digest([LOCK])
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    tell("installing Python packages")
    uv = find_uv()
    if not PYTHON.exists():
        call([uv, "venv", "-q", "--clear", "--python", sys.executable, str(VENV)])
    call([uv, "pip", "sync", "-q", "--require-hashes", "--python", str(PYTHON), str(LOCK)])
    stamp.write_text(wanted)


def pin() -> None:
    """Writes requirements.lock anew from pyproject.toml, then installs it."""
    options = ["--generate-hashes", "--no-emit-index-url", "--no-header", "--group", "dev"]
    project = [str(ROOT / "pyproject.toml"), "--python-version", "3.11", "-o", str(LOCK)]
    call([find_uv(), "pip", "compile", "-q", *options, *project])
    install_environment()


def find_uv() -> str:
    """uv from the PATH, or from a small environment of its own."""
    if found := working_uv():
        return found
    own = ROOT / ".local" / "uv"
    if not (own / "bin" / "uv").exists():
        call([sys.executable, "-m", "venv", str(own)])
        call([str(own / "bin" / "pip"), "install", "-q", "--require-hashes", "-r", str(UV_LOCK)])
    return str(own / "bin" / "uv")


def working_uv() -> str:
    """The path of a uv that runs; a version manager's empty shim does not."""
    found = shutil.which("uv") or ""
    works = found and subprocess.run([found, "--version"], capture_output=True, check=False)
    return found if works and works.returncode == 0 else ""


def generate_protos(*, anew: bool = False) -> None:
    """Brings gen/ up to date with protos/. The stamp goes when anybody else generates it."""
    stamp = ROOT / "gen" / "trellis-protos"
    protos = ROOT / "protos"
    wanted = digest([*sorted(protos.rglob("*.proto")), protos / "generate.py", LOCK])
    if not anew and stamp.exists() and stamp.read_text() == wanted:
        return
    tell("generating code from protos/")
    call([str(PYTHON), "-m", "protos.generate"])
    stamp.write_text(wanted)


def digest(files: Sequence[Path]) -> str:
    """One hash over names and contents."""
    total = hashlib.sha256()
    for file in files:
        total.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return total.hexdigest()


def has_module(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def call(command: Sequence[str]) -> None:
    """Runs a command, its output silent unless it fails. Raises SystemExit then."""
    done = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{done.stdout}\n{' '.join(command)} failed")


def tell(line: str) -> None:
    print(f"setup: {line}", file=sys.stderr, flush=True)
