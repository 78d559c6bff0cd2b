"""Live updates: what happens anywhere, told at once to everybody who may know."""
