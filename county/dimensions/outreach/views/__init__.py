"""Notices to many: for officers, and the page that residents open."""
