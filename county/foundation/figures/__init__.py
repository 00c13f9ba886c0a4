"""The county's figures: each dimension lends its own; desk, wall and reports print them."""
