"""Word to officers: the bell on the page."""
