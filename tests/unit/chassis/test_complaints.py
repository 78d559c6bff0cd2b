"""What the log says of a reaction that failed."""

import logging

import psycopg
from sqlalchemy.exc import OperationalError

from chassis.parked import complain

TAKEN = OperationalError("SELECT 1", {}, psycopg.errors.LockNotAvailable("lock timeout"))


def test_waiting_for_somebody_elses_record_is_no_fault(caplog):
    with caplog.at_level(logging.INFO):
        complain("Reactions.follow", "1", 1, TAKEN, dead=False)
    (line,) = caplog.records
    assert (line.levelno, line.exc_info) == (logging.WARNING, None)


def test_a_fault_is_shown_with_its_trace_and_so_is_what_was_given_up(caplog):
    with caplog.at_level(logging.INFO):
        complain("Reactions.follow", "1", 1, ValueError("no"), dead=False)
        complain("Reactions.follow", "1", 6, TAKEN, dead=True)
    assert [line.levelno for line in caplog.records] == [logging.ERROR, logging.ERROR]
    assert all(line.exc_info for line in caplog.records)
