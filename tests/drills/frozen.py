"""What lies before a process that does not run: the kernel takes bytes that nobody reads yet."""

from pathlib import Path

#: The kernel's tables of connections; both, as a server may listen on either.
TABLES = ("/proc/net/tcp", "/proc/net/tcp6")
LOCAL, QUEUES = 1, 4


def unread(port: int) -> int:
    """How many bytes were sent to the local port and not read yet."""
    return sum(_waiting(line.split(), port) for table in TABLES for line in _lines(table))


def _lines(table: str) -> list[str]:
    path = Path(table)
    return path.read_text().splitlines()[1:] if path.exists() else []


def _waiting(columns: list[str], port: int) -> int:
    here = int(columns[LOCAL].rpartition(":")[2], 16)
    return int(columns[QUEUES].rpartition(":")[2], 16) if here == port else 0


def stopped(pid: int) -> bool:
    """Whether a process is there and frozen."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state == "T"
