"""`python -m tests.drills.tally worker|relay|migrate`; TEETH names the guard to take away."""

import os

from chassis.process import main
from tests.drills.tally import teeth

teeth.take_away(os.environ.get("TEETH", ""))
main("tests.drills.tally")
