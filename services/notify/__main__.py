"""`python -m services.notify server|worker|relay|migrate`."""

from chassis.process import main

main("services.notify")
