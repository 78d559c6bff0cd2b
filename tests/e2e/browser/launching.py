"""Which browser is started, and how: the machine's own Chromium, without a life of its own."""

import os
import shutil
from typing import Any

QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = (os.environ.get("TRELLIS_CHROMIUM"), "chromium", "chromium-browser", "google-chrome")


def chromium() -> dict[str, Any]:
    """Arguments of Playwright's launch. Raises FileNotFoundError where there is none."""
    path = next((found for name in NAMES if name and (found := shutil.which(name))), None)
    if path is None:
        raise FileNotFoundError("There is no Chromium; TRELLIS_CHROMIUM can name one.")
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": path, "args": [*QUIET, *root]}
