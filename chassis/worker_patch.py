"""Makes the standard library green before anything else is imported: only the worker does this."""

import os
import warnings


def apply() -> None:
    """Patches the process for eventlet; psycopg must wait on green selectors, or it blocks all."""
    os.environ["PSYCOPG_WAIT_FUNC"] = "wait_selector"
    warnings.filterwarnings("ignore", message=r"(?s).*Eventlet is deprecated")
    import eventlet

    eventlet.monkey_patch()
