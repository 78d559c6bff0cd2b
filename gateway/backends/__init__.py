"""Where calls go: a gRPC channel per service, or a servicer in this process."""
