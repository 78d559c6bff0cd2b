"""Activities: calls, meetings and tasks, with what was said and promised."""
