"""Custom fields: what admins add to contacts and companies."""
