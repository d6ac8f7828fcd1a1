"""The `moothall` command: Django's command runner with our settings."""

import os
import sys

from moothall.kit import collecting


def main() -> None:
    """Run a management command; `moothall help` lists them."""
    collecting.seldom()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moothall.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["moothall", *sys.argv[1:]])


if __name__ == "__main__":
    main()
