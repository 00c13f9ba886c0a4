"""What staff promises."""
