"""Makes the demo city's deliveries the way departments send them, and keeps the truth beside them."""
