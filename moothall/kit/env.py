"""Typed reading of MOOTHALL_* settings from the environment, and of secrets from files.

Every reader takes the name without its prefix. For each `MOOTHALL_X` a file may be named by `MOOTHALL_X_FILE`
instead (as container secrets are). A bad value raises `BadSetting`, which says what to write.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

PREFIX = "MOOTHALL_"
TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


class BadSetting(ImproperlyConfigured):
    """A setting whose value cannot be used, with what to write instead."""


class Env:
    """One place that reads the environment and remembers which settings exist (the docs are checked against it)."""

    def __init__(self, source: Mapping[str, str] | None = None) -> None:
        self._source = os.environ if source is None else source
        self.known: set[str] = set()

    def raw(self, name: str) -> str | None:
        """The value of MOOTHALL_<name>, or of the file that MOOTHALL_<name>_FILE points to; None if neither is set."""
        self.known.add(PREFIX + name)
        value = self._source.get(PREFIX + name)
        path = self._source.get(f"{PREFIX}{name}_FILE")
        if value is not None and path is not None:
            raise BadSetting(f"Set {PREFIX}{name} or {PREFIX}{name}_FILE, not both.")
        if path is None:
            return value
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise BadSetting(f"{PREFIX}{name}_FILE names {path}, which cannot be read: {error.strerror}.") from error

    def text(self, name: str, default: str = "") -> str:
        """A string, stripped."""
        value = self.raw(name)
        return default if value is None else value.strip()

    def flag(self, name: str, *, default: bool) -> bool:
        """A yes or no."""
        value = self.raw(name)
        if value is None:
            return default
        if value.strip().lower() in TRUE:
            return True
        if value.strip().lower() in FALSE:
            return False
        raise BadSetting(f"{PREFIX}{name} is {value!r}; write yes or no.")

    def number(self, name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
        """A whole number within bounds."""
        value = self.raw(name)
        if value is None:
            return default
        try:
            number = int(value)
        except ValueError as error:
            raise BadSetting(f"{PREFIX}{name} is {value!r}; write a whole number.") from error
        if number < least or (most is not None and number > most):
            bounds = f"{least} or more" if most is None else f"from {least} to {most}"
            raise BadSetting(f"{PREFIX}{name} is {number}; it must be {bounds}.")
        return number

    def names(self, name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list, separated by commas."""
        value = self.raw(name)
        if value is None:
            return default
        return tuple(part.strip() for part in value.split(",") if part.strip())

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        """One of a few words."""
        value = self.text(name, default)
        if value not in choices:
            raise BadSetting(f"{PREFIX}{name} is {value!r}; write one of: {', '.join(choices)}.")
        return value

    def path(self, name: str, default: Path) -> Path:
        """A path, made absolute."""
        value = self.raw(name)
        return (Path(value).expanduser() if value else default).absolute()
