"""Write crisis_sim/plot/widths.py from matplotlib's fonts: ``python -m tools.widths``."""

from __future__ import annotations

import textwrap
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "crisis_sim" / "plot" / "widths.py"
FACES = {
    "REGULAR": "STIXGeneral",
    "BOLD": "STIXGeneralBol",
    "ITALIC": "STIXGeneralItalic",
    "BOLD_ITALIC": "STIXGeneralBolIta",
}
RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x391, 0x3C9),
    (0x401, 0x45F),
    (0x2010, 0x2027),
    (0x2030, 0x2033),
    (0x2190, 0x2194),
    (0x2200, 0x2212),
    (0x2260, 0x2265),
)
MISSING = 600
HEAD = '''"""Advance widths of the figures' type, in thousandths of its size; see tools/widths.py.

For each face three hexadecimal digits a character, in the order of ``RANGES`` of code points.
"""

from __future__ import annotations

__all__ = ["BOLD", "BOLD_ITALIC", "ITALIC", "RANGES", "REGULAR"]
'''


def digits(face: str) -> str:
    """The widths of one face; from the fall-back font where the face lacks a character."""
    from matplotlib import get_data_path
    from matplotlib.ft2font import FT2Font, LoadFlags

    folder = Path(get_data_path()) / "fonts" / "ttf"
    fonts = [FT2Font(str(folder / f"{name}.ttf")) for name in (face, "DejaVuSans")]
    for font in fonts:
        font.set_size(100.0, 72.0)
    written = []
    for low, high in RANGES:
        for code in range(low, high + 1):
            found = next((one for one in fonts if one.get_char_index(code)), None)
            width = MISSING
            if found is not None:
                glyph = found.load_char(code, flags=LoadFlags.NO_HINTING)
                width = round(glyph.linearHoriAdvance / 65536 * 10)
            written.append(f"{width:03x}")
    return "".join(written)


def source() -> str:
    """The whole module."""
    ranges = ", ".join(f"({low}, {high})" for low, high in RANGES)
    lines = [HEAD, f"RANGES = ({ranges})", '"""First and last code points covered."""', ""]
    for name, face in FACES.items():
        rows = textwrap.wrap(digits(face), 90)
        lines += [f"{name} = (", *(f'    "{row}"' for row in rows), ")", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    TARGET.write_text(source(), encoding="utf-8")
