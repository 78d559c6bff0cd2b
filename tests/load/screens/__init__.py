"""How heavy the screens are and how soon they can be used."""
