"""Templates: the words of messages, with placeholders."""
