"""What the protos say, read from their descriptors: routes, options, comments."""
