"""What tests stand on: servers, fresh databases, callers, a service in process, the suite."""
