"""Admit partners, let them hear of facts, send them messages, keep their names for our things."""
