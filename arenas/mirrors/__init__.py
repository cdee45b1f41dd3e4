"""What meetings give back: an organisation's own mirror, and the yield of each meeting."""
