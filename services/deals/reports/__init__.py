"""Reports of sales: how deals move, where they stop, and why they end."""
