"""What goes over the wire to WeCom and comes back. Never inside a transaction."""
