"""Lambda without Lambda: its Runtime API, and its runtime client for Java on the packaged jar."""
