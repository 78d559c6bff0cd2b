"""Drills: real processes, real faults, and a checker that asks the database and nobody else."""
