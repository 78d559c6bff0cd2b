"""What tests stand on: private servers, fresh databases, callers, a service in process, the suite."""
