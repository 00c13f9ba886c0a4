"""How the recogniser's model files are made from the corpus. A served county runs none of it."""
