"""`python -m services.deals server|worker|relay|migrate`."""

from chassis.process import main

main("services.deals")
