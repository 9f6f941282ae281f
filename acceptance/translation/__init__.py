"""Checks of template.yaml and of the documentation's examples, as AWS' own SAM translator reads them."""
