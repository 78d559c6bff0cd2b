"""`python -m services.tickets server|worker|relay|migrate`."""

from chassis.process import main

main("services.tickets")
