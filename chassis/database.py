"""The database of one service: connections with limits, and the transaction of a use case."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Engine, Executable, Row, create_engine, event, text
from sqlalchemy.engine import ExceptionContext

from chassis.clock import Clock
from chassis.transaction import StampedSession, Transaction

#: Every wait has an end; these in milliseconds.
LIMITS = {
    "statement_timeout": 4_000,
    "lock_timeout": 1_000,
    "idle_in_transaction_session_timeout": 10_000,
}
CHECKOUT_SECONDS = 0.5
CONNECT_SECONDS = 2

_ambient: ContextVar[Transaction | None] = ContextVar("transaction", default=None)


class Database:
    """Opens transactions; holds the connection pool. One per process."""

    def __init__(
        self,
        url: str,
        *,
        service: str,
        clock: Clock,
        pool_size: int = 16,
        role: str = "server",
        connect_seconds: int = CONNECT_SECONDS,
    ) -> None:
        self.url = url
        self.service = service
        self.clock = clock
        name = f"{service}-{role}"
        size = {"pool_size": pool_size, "connect_seconds": connect_seconds}
        self.engine = _engine(url, application_name=name, **size)
        # A pool of its own: switching a connection to autocommit and back costs more than a read.
        self._read_engine = _engine(
            url, application_name=f"{name}-reads", isolation_level="AUTOCOMMIT", **size
        )
        for engine in (self.engine, self._read_engine):
            event.listen(engine, "handle_error", self._renew)

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """One use case: commits at the end of the block, rolls back when it raises.

        Inside another transaction of the same context it joins that one, so that effect and
        idempotency record (or inbox row) are committed together.
        """
        if (outer := _ambient.get()) is not None:
            yield outer
            outer.flush()
            return
        with StampedSession(self.engine, expire_on_commit=False) as session, session.begin():
            tx = Transaction(session, now=self.clock.now(), service=self.service)
            token = _ambient.set(tx)
            try:
                yield tx
            finally:
                _ambient.reset(token)
        tx.settle()

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Reads without a transaction of their own: every statement sees what is committed."""
        if (outer := _ambient.get()) is not None:
            yield outer
            return
        with StampedSession(self._read_engine, expire_on_commit=False, autoflush=False) as session:
            yield Transaction(session, now=self.clock.now(), service=self.service, writable=False)

    def execute_alone(self, statement: Executable, parameters: Any = None) -> Sequence[Row[Any]]:
        """One statement that is a transaction of its own: committed when this returns, whatever
        transaction is under way; gives the rows it returns."""
        with self._read_engine.connect() as connection:
            return connection.execute(statement, parameters).all()

    def ping(self) -> None:
        """Raises when the database does not answer."""
        with self._read_engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    def _renew(self, failure: ExceptionContext) -> None:
        """One broken connection means a restart: neither pool hands out its old ones again."""
        if failure.is_disconnect:
            self.close()

    def close(self) -> None:
        """Closes all connections that are not in use; those that are close when they are back."""
        self.engine.dispose()
        self._read_engine.dispose()


def _engine(
    url: str, *, application_name: str, pool_size: int, connect_seconds: int, **options: Any
) -> Engine:
    limits = " ".join(f"-c {name}={value}" for name, value in LIMITS.items())
    engine = create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=CHECKOUT_SECONDS,
        connect_args={
            "connect_timeout": connect_seconds,
            "tcp_user_timeout": 5_000,
            "application_name": application_name,
            "options": limits,
        },
        **options,
    )
    # Many rows are one statement. Row by row, each would wait for every other thread in turn.
    engine.dialect.use_insertmanyvalues_wo_returning = True
    return engine
