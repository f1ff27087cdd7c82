"""From cart to table: cart lines, orders, lines, pricing, progress."""
