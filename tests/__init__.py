"""What no single folder can test."""
