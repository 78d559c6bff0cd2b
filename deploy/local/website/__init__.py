"""A website of the demo firm: what a visitor sees before anybody knows them, with tracking."""
