"""NPS: whether customers would recommend us, from 0 to 10."""
