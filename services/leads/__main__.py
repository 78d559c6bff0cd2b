"""`python -m services.leads server|worker|relay|migrate`."""

from chassis.process import main

main("services.leads")
