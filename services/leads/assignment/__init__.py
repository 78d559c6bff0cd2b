"""Assignment: who gets a lead, by ordered rules, explained."""
