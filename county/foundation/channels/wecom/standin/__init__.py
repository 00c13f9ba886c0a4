"""A stand-in for WeCom: the same paths, codes, limits and callbacks, as a process of its own."""
