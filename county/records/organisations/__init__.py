"""Enterprises, schools, hospitals, and their sites."""
