"""Composing: from the customer's cut-out product and the seller's own words to a finished listing image.

Pure functions on pictures: the only files read are the shipped fonts and scenes. Safe in several threads at once.
"""
