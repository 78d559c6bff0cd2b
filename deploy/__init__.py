"""How Trellis is started: on one machine, with compose, on Kubernetes."""
