"""Measures how the handlers start and answer, beside boto3 doing the same calls."""
