"""What notices promises."""
