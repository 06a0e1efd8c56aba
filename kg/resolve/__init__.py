"""Extractions → agents, events and their histories: which mentions are one, and why."""
