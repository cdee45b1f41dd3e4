"""The register: organisations, and the people who represent them."""
