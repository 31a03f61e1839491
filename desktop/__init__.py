"""Packdesk: complete packs of listing images from a shop's own product photos."""

__version__ = "0.1.0"
