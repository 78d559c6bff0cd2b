"""The shared vectors: inputs with expected outputs, kept beside the repository."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "vectors"


def load(name: str) -> Any:
    """One file of vectors; an empty dict where the folder is absent, so that its cases are none."""
    path = FOLDER / name
    return json.loads(path.read_text()) if path.exists() else {}
