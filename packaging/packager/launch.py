"""The built program's first file: makes sure that its files belong together, then hands over."""

import sys

from desktop import __version__, installed, mishap


def main() -> None:
    """Start; or say what is wrong with this installation, where people see it."""
    version = installed.version_of_files()
    if version not in {None, __version__} and not mishap.is_telling():
        mishap.tell(mishap.report_installation(f"a program {__version__} among files of {version}"))
        sys.exit(1)
    try:
        from desktop.cli import main as run  # noqa: PLC0415  # a missing file shows here
    except Exception as error:  # noqa: BLE001
        mishap.tell(mishap.report_crash(error))
        sys.exit(1)
    run()


if __name__ == "__main__":
    main()
