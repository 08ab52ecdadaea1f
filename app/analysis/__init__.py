"""Pure functions of numbers and frames: scoring, change, disclosure. No store, no web."""
