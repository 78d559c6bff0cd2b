"""Portal: anybody writes to support on our page."""
