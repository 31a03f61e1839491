"""``python -m desktop`` is ``packdesk``."""

from desktop.cli import main

if __name__ == "__main__":
    main()
