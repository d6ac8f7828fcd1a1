"""A council's name, colour and mark, with the colour's contrast checked before anybody sees a page."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from moothall.kit.env import BadSetting

LEAST_CONTRAST = 7.0  # WCAG 2.2 success criterion 1.4.6 (AAA); the whole palette is derived from this colour
LOGO_TYPES = {".png": "image/png", ".svg": "image/svg+xml", ".webp": "image/webp"}


@dataclass(frozen=True)
class Branding:
    """What a page says of whose hall this is."""

    name: str
    colour: str
    logo: Path | None = None

    @classmethod
    def checked(cls, *, name: str, colour: str, logo: Path | None) -> Self:
        """Branding that can be read by everyone; raises `BadSetting` with the reason otherwise."""
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
            raise BadSetting(f"MOOTHALL_COUNCIL_COLOUR is {colour!r}; write six hex digits, for example #5b2a55.")
        contrast = contrast_on_white(colour)
        if contrast < LEAST_CONTRAST:
            raise BadSetting(
                f"MOOTHALL_COUNCIL_COLOUR {colour} has a contrast of {contrast:.1f}:1 on white; it needs "
                f"{LEAST_CONTRAST:.0f}:1 so that everyone can read it. Choose a darker colour."
            )
        if logo is not None and (logo.suffix.lower() not in LOGO_TYPES or not logo.is_file()):
            raise BadSetting(f"MOOTHALL_COUNCIL_LOGO names {logo}; it must be a PNG, SVG or WebP file that exists.")
        return cls(name=name, colour=colour.lower(), logo=logo)


def contrast_on_white(colour: str) -> float:
    """The contrast ratio (1 to 21) of `#rrggbb` on white, by WCAG 2.2's relative luminance."""
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 1.05 / (luminance + 0.05)


def _linear(channel: float) -> float:
    if channel <= 0.04045:
        return channel / 12.92
    return float(((channel + 0.055) / 1.055) ** 2.4)
