"""The built program's first file."""

from desktop.cli import main

if __name__ == "__main__":
    main()
