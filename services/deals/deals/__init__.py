"""Deals: what we hope to sell, on its way through a pipeline."""
