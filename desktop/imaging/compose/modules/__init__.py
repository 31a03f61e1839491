"""A+ modules: pictures of 970 x 600 pixels with their words, one file a kind.

They are painted in twice the size on the canvas that listing images use, and reduced.
"""
