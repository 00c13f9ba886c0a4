"""What every office needs, whatever its work."""
