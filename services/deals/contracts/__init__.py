"""Contracts: what a won deal became, and when to renew it."""
