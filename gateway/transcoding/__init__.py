"""Between JSON over HTTP and messages: strict reading, compiled per type, and fast writing."""
