"""Each file is one sentence of county policy."""
