"""Load: requests a second and latencies, as ratios to a bare baseline of the same run."""
