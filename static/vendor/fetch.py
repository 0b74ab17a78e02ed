#!/usr/bin/env python3
"""Fetch the browser files and fonts that are kept in this repository.

For maintainers only: the results are committed, so neither the portal nor its
tests need Node. Raise a version in PACKAGES, run

    python3 static/vendor/fetch.py

with npm on the PATH, look at the difference and commit it.

What is changed on the way:

* the source map comments go, because the maps are not kept and Django's
  manifest storage refuses a reference to a missing file;
* the font faces of the design system are replaced by our own: woff2 only, four
  faces in IBM's own Latin 1 and Latin 2 splits, so most pages load three files;
* the icon classes (.icon-<name>) and placeholder logos go: icons come from the
  sprite, the logo from our own style sheet. Only the icons that the remaining
  rules use are kept as files.
"""

import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VENDOR = Path(__file__).resolve().parent
FONTS = VENDOR.parent / "fonts"

PACKAGES = {
    "dkfds": "11.2.0",
    "@ibm/plex-sans": "1.1.0",
    "sortablejs": "1.15.7",
    "@expo-google-fonts/inter": "0.4.2",
    "@expo-google-fonts/noto-emoji": "0.4.7",
    "@expo-google-fonts/noto-sans-arabic": "0.4.3",
    "@expo-google-fonts/noto-sans-hebrew": "0.4.1",
}

# File name in the package, CSS style, CSS weight. SemiBold also serves 500.
PLEX_FACES = [
    ("Regular", "normal", "400"),
    ("Italic", "italic", "400"),
    ("SemiBold", "normal", "500 600"),
    ("Bold", "normal", "700"),
]
INTER_FACES = {
    "400Regular": "Regular",
    "400Regular_Italic": "Italic",
    "600SemiBold": "SemiBold",
    "700Bold": "Bold",
    "700Bold_Italic": "BoldItalic",
}
NOTO_FACES = {  # for what Inter lacks
    "@expo-google-fonts/noto-emoji": "NotoEmoji",
    "@expo-google-fonts/noto-sans-arabic": "NotoSansArabic",
    "@expo-google-fonts/noto-sans-hebrew": "NotoSansHebrew",
}

SOURCE_MAP = re.compile(r"\s*(/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=\S*)\s*")
FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
ICON_CLASS = re.compile(r"\.icon-[a-z0-9-]+:not\(a\)\{background-image:url\([^)]*\)\}")
PLACEHOLDER = re.compile(r"background-image:url\(\.\./img/logo-[a-z-]*placeholder\.png\);?")
ICON_URL = re.compile(r"url\(\.\./img/svg-icons/([a-z0-9-]+\.svg)\)")


def unpack(name: str, version: str, scratch: Path) -> Path:
    """Download one npm package and return the folder with its content."""
    packed = subprocess.run(
        ["npm", "pack", "--json", f"{name}@{version}"],
        cwd=scratch, check=True, capture_output=True, text=True,
    )  # fmt: skip
    target = scratch / name.replace("/", "-")
    with tarfile.open(scratch / json.loads(packed.stdout)[0]["filename"]) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def plex_css(plex: Path) -> str:
    """Our font faces, with the character ranges that IBM gives for its splits."""
    original = (plex / "css/ibm-plex-sans-all.css").read_text()
    rules = []
    for face, style, weight in PLEX_FACES:
        for split in ("Latin2", "Latin1"):
            file = f"IBMPlexSans-{face}-{split}.woff2"
            ranges = re.search(
                re.escape(file) + r".*?unicode-range:\s*([^;]+);", original, re.DOTALL
            )
            compact = "".join(ranges[1].split())
            rules.append(
                "@font-face{font-family:IBM Plex Sans;font-display:swap;"
                f"font-style:{style};font-weight:{weight};"
                f'src:url(fonts/{file}) format("woff2");'
                f"unicode-range:{compact}}}"
            )
    return "".join(rules)


def write_dkfds(dkfds: Path, plex: Path) -> None:
    target = VENDOR / "dkfds"
    shutil.rmtree(target, ignore_errors=True)
    (target / "icons").mkdir(parents=True)
    (target / "fonts").mkdir()

    css = (dkfds / "dist/css/dkfds.min.css").read_text()
    for unwanted in (SOURCE_MAP, FONT_FACE, ICON_CLASS, PLACEHOLDER):
        css = unwanted.sub("", css)
    for icon in sorted(set(ICON_URL.findall(css))):
        shutil.copyfile(dkfds / "dist/img/svg-icons" / icon, target / "icons" / icon)
    css = ICON_URL.sub(r"url(icons/\1)", css)
    css = '@charset "UTF-8";' + plex_css(plex) + css
    (target / "dkfds.min.css").write_text(css + "\n")
    if stray := re.findall(r"url\((?!icons/|fonts/|data:|\"data:)[^)]*\)", css):
        sys.exit(f"dkfds.min.css refers to files that are not kept: {stray}")

    shutil.copyfile(dkfds / "dist/img/all-svg-icons.svg", target / "all-svg-icons.svg")
    shutil.copyfile(dkfds / "LICENSE.md", target / "LICENSE.md")
    for face, _, _ in PLEX_FACES:
        for split in ("Latin1", "Latin2"):
            file = f"IBMPlexSans-{face}-{split}.woff2"
            shutil.copyfile(plex / "fonts/split/woff2" / file, target / "fonts" / file)
    shutil.copyfile(plex / "LICENSE.txt", target / "fonts/OFL.txt")


def write_sortable(sortable: Path) -> None:
    target = VENDOR / "sortablejs"
    target.mkdir(exist_ok=True)
    script = (sortable / "Sortable.min.js").read_text()
    (target / "Sortable.min.js").write_text(SOURCE_MAP.sub("", script).rstrip() + "\n")
    shutil.copyfile(sortable / "LICENSE", target / "LICENSE")


def write_inter(inter: Path) -> None:
    """Whole TTF files: WeasyPrint reads them about ten times faster than woff2."""
    FONTS.mkdir(exist_ok=True)
    for folder, face in INTER_FACES.items():
        shutil.copyfile(inter / folder / f"Inter_{folder}.ttf", FONTS / f"Inter-{face}.ttf")
    shutil.copyfile(inter / "LICENSE_FONT", FONTS / "OFL.txt")


def write_noto(noto: Path, face: str) -> None:
    regular = noto / "400Regular" / f"{face}_400Regular.ttf"
    shutil.copyfile(regular, FONTS / f"{face}-Regular.ttf")
    shutil.copyfile(noto / "LICENSE_FONT", FONTS / f"OFL-{face}.txt")


def write_versions() -> None:
    version = PACKAGES
    (VENDOR / "README.md").write_text(
        "# Files from others\n\n"
        "Written by `fetch.py`, which also says what it changes. Do not edit by hand.\n\n"
        "| Folder | npm package | Version | Licence |\n"
        "| --- | --- | --- | --- |\n"
        f"| `dkfds/` | dkfds (Det Fælles Designsystem) | {version['dkfds']} "
        "| MIT, icons Apache-2.0 (`dkfds/LICENSE.md`) |\n"
        f"| `dkfds/fonts/` | @ibm/plex-sans | {version['@ibm/plex-sans']} "
        "| OFL-1.1 (`dkfds/fonts/OFL.txt`) |\n"
        f"| `sortablejs/` | sortablejs | {version['sortablejs']} "
        "| MIT (`sortablejs/LICENSE`) |\n"
        f"| `../fonts/` | @expo-google-fonts/inter | {version['@expo-google-fonts/inter']} "
        "| OFL-1.1 (`../fonts/OFL.txt`) |\n"
        + "".join(
            f"| `../fonts/` | {name} | {version[name]} | OFL-1.1 (`../fonts/OFL-{face}.txt`) |\n"
            for name, face in NOTO_FACES.items()
        )
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        unpacked = {
            name: unpack(name, version, Path(scratch)) for name, version in PACKAGES.items()
        }
        write_dkfds(unpacked["dkfds"], unpacked["@ibm/plex-sans"])
        write_sortable(unpacked["sortablejs"])
        write_inter(unpacked["@expo-google-fonts/inter"])
        for name, face in NOTO_FACES.items():
            write_noto(unpacked[name], face)
    write_versions()


if __name__ == "__main__":
    main()
