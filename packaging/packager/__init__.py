"""What turns a checkout into programs that people can install; see ``packaging/build.py``."""
