"""Fraud pages: alerts to judge, payments to stop, what decisions taught, a week's patterns."""
