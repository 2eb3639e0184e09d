"""Write the fonts of the pages, `assets/page/fonts`, anew from those of the film.

A page carries its fonts in itself, so they hold only the signs that pages need. Their licence
reserves the name of the originals, so these have another. Needs brotli, which nothing else does:

    pip install brotli
    python .ci/page_fonts.py
"""

from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ASSETS = Path(__file__).resolve().parents[1] / "assets"
LATIN = [(0x20, 0x7E), (0xA0, 0xFF), (0x2002, 0x2003), (0x2009, 0x2009), (0x202F, 0x202F)]
PUNCTUATION = [(0x2010, 0x2015), (0x2018, 0x201E), (0x2026, 0x2026), (0x2116, 0x2116)]
CYRILLIC = [(0x400, 0x45F), (0x490, 0x491)]
MATHS = [
    (0x370, 0x3FF), (0x2070, 0x2089), (0x2190, 0x2193), (0x2200, 0x2207), (0x2211, 0x2212),
    (0x2248, 0x2248), (0x2260, 0x2265),
]  # fmt: skip
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "calt", "liga"]
LEGAL_NAMES = [0, 8, 9, 11, 13, 14]
"""Entries of a font's name table that stay as they are: copyright, makers, licence."""
FONTS = (
    ("FiraSans-Regular.otf", "text.woff2", "Descent Sans", LATIN + PUNCTUATION + CYRILLIC + MATHS),
    ("FiraSans-Medium.otf", "strong.woff2", "Descent Sans", LATIN + PUNCTUATION + CYRILLIC + MATHS),
    ("FiraMono-Regular.otf", "code.woff2", "Descent Mono", LATIN + PUNCTUATION + CYRILLIC),
)


def write_subset(source: Path, target: Path, family: str, ranges: list[tuple[int, int]]) -> None:
    """Write a font for pages: some signs of another one, under another name."""
    font = TTFont(source)
    options = Options(layout_features=FEATURES, name_IDs=[1, 2, 3, 4, 5, 6, *LEGAL_NAMES])
    options.hinting = False
    options.drop_tables += ["FFTM"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[sign for a, b in ranges for sign in range(a, b + 1)])
    subsetter.subset(font)
    full = f"{family} {target.stem}"
    plain = full.replace(" ", "")
    for entry in font["name"].names:
        if entry.nameID not in LEGAL_NAMES:
            entry.string = {1: family, 2: "Regular", 5: str(entry), 6: plain}.get(
                entry.nameID, full
            )
    compact = font["CFF "].cff
    compact.fontNames = [plain]
    compact[0].rawDict |= {"FullName": full, "FamilyName": family}
    font.flavor = "woff2"
    font.save(target)


for name, page_name, family_name, signs in FONTS:
    write_subset(ASSETS / "fonts" / name, ASSETS / "page" / "fonts" / page_name, family_name, signs)
