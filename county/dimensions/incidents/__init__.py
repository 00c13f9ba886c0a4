"""Police incidents as counts need them: what, when, where, at which firm; nobody's name."""
