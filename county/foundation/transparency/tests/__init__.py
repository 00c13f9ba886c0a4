"""What the public page promises."""
