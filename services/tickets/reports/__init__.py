"""Reports of support: how fast, how happy, how much waits."""
