"""Tests of partner systems, webhooks, Open311 and the mapping of their events to ours."""
