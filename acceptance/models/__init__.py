"""What the check against botocore's API models needs: a caller, inputs, examples and rules."""
