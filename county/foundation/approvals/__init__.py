"""Four eyes: somebody else agrees to exactly this before it is done."""
