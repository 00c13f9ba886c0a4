"""Fields of governance; none knows another."""
