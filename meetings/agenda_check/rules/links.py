"""Rules about links, addresses, e-mail and pictures."""

import re
from collections.abc import Iterator

from meetings.agenda_check.reading import Passage, Reading, Spot, rule
from meetings.agenda_check.rules.attachments import MARK_LINK
from meetings.agenda_check.sections import Link
from meetings.agenda_check.values import Severity

SAYS_NOTHING = frozenset(
    "her|link|linket|dette link|et link|klik|klik her|tryk her|se her|se link|læs her|læs mere"
    "|læs mere her|læs mere via dette link|se mere|se mere her|mere|mere her|find den her|hent"
    "|hent her|download|denne side|siden|via dette link|åbn|gå til|ses her|kan ses her|dette"
    "|på dette link|følgende link|klik på linket|via linket|på linket|linket her|link her"
    "|findes her|kan findes her|se denne side|hjemmesiden|læs mere på hjemmesiden"
    "|læs hele|dokument|dokumentet|pdf|fil|filen|bilag|bilaget|websted|webside".split("|")
)
ADDRESS = re.compile(r"(?:[hH][tT]{1,2}[pP]{1,2}[sS]?\s?[:;]{0,2}/{1,3}|[wW]{3}[.,])\S*")
WHOLE_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
TRAILING = ".,;:!?)]}»”\"'’…"
# What may follow a line break in an address: the rest of a path, never a word of the sentence.
FILE = r"[\w%-]+\.(?:pdf|aspx?|html?|docx?|xlsx?|php)\b\S*"
REST_AFTER_HYPHEN = re.compile(rf"\s{{1,3}}(?:[a-zæøå0-9][\w%./?=&-]*[/=-][\w%./?=&-]*|{FILE})")
REST_AFTER_SLASH = re.compile(
    rf"\s{{1,3}}(?!og/eller)(?:[a-zæøå0-9][\w%-]*(?:\.[\w%-]+)*/\S*|{FILE}|(?:[\w-]+\.)+dk\b\S*)"
)
SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
ENDING = re.compile(r"[^\W\d_]{2,}|xn--\w+")
LOCAL_FILE = re.compile(r"file:|[a-z]:[\\/]", re.IGNORECASE)
EMAIL = re.compile(r"[^\s<>()\[\]\"“”»«:;,/]*@[^\s<>()\[\]\"“”»«;/]*")
RIGHT_EMAIL = re.compile(
    r"[a-zA-Z0-9.+&'_-]+@(?:[^\W_](?:[^\W_]|-(?!\.))*\.)+(?:[^\W\d_]{2,}|xn--\w+)"
)
BLANK_EMAIL = re.compile(r"[\w.+-]+ ?@ ?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}")
BEGINNING = re.compile(r"(?:ht{1,2}p{1,2}(?P<s>s?) ?[:;]{0,2}/{1,3})+(?=[a-z])", re.IGNORECASE)
FILE_NAME = re.compile(r"\s*\S+\.(?:png|jpe?g|gif|svg|webp|bmp|tiff?)\s*", re.IGNORECASE)
SOFT_HYPHEN = "\u00ad"
UNSEEN = "der er en usynlig bindestreg i den"
COMMON_ENDINGS = frozenset("dk com eu org net info nu".split())


@rule(Severity.YELLOW, "En linktekst siger ikke, hvor linket fører hen")
def empty_link_text(reading: Reading) -> Iterator[Spot]:
    for passage, link in _links(reading):
        text = passage.text[link.start : link.end]
        words = " ".join(re.sub(r"[^\w\s]", " ", text).casefold().split())
        if words in SAYS_NOTHING:
            yield passage.spot(
                link.start,
                link.end,
                f"Linkteksten »{text.strip()}« siger ikke, hvor linket fører hen. Lad linket stå"
                " på navnet på det, man finder der.",
            )


@rule(Severity.RED, "Et link har ingen tekst")
def link_without_text(reading: Reading) -> Iterator[Spot]:
    for passage, link in _links(reading):
        if not passage.text[link.start : link.end].strip() and not link.holds_image:
            yield passage.spot(
                link.start,
                link.end,
                f"Et link til {link.href[:60] or 'ingenting'} i {passage.name} har ingen tekst og"
                " kan ikke ses. Slet det, eller skriv en tekst.",
            )


@rule(Severity.YELLOW, "En rå adresse står som linktekst")
def bare_address(reading: Reading) -> Iterator[Spot]:
    for passage, link in _links(reading):
        text = passage.text[link.start : link.end].strip()
        # A short one such as www.kl.dk can be read aloud.
        is_long = "/" in text.removeprefix("https://").removeprefix("http://").rstrip("/")
        if WHOLE_ADDRESS.fullmatch(text) and is_long and not _broken_parts(passage, link.start):
            yield passage.spot(
                link.start,
                link.end,
                f"Linket i {passage.name} er en rå adresse. Lad det stå på navnet på det, man"
                " finder der.",
            )


@rule(Severity.RED, "En internetadresse er i stykker")
def broken_address(reading: Reading) -> Iterator[Spot]:
    for passage in reading.with_any("http", "htp", "www"):
        for match in ADDRESS.finditer(passage.text):
            link = _link_at(passage, match.start())
            found = _broken_by_blank(passage, match, link) or _broken(passage.text, match)
            if found:
                end, why = found
                shown = passage.text[match.start() : end]
                fix = _link_behind(link, shown) if link else _repaired(shown)
                yield passage.spot(
                    match.start(),
                    end,
                    f"Adressen i {passage.name} virker ikke: {why}. Skriv adressen i ét stykke,"
                    " eller lad et link stå på en tekst.",
                    fix,
                )


@rule(Severity.RED, "Et link fører til en adresse, der ikke findes")
def broken_link(reading: Reading) -> Iterator[Spot]:
    for passage, link in _links(reading):
        href = link.href.strip()
        if _shows(passage, link, href):
            continue  # the rule above reads it
        if href.lower().startswith(("#", "/", "mailto:", "tel:")) or not href:
            continue
        if SCHEME.match(href) is None and href.lower().startswith("www."):
            why = "der mangler https:// forrest"
        elif LOCAL_FILE.match(href):
            why = "det er en fil på en computer"
        else:
            why = _wrong_host(href) or ("der er et mellemrum i den" if " " in href else "")
        if why:
            yield passage.spot(
                link.start,
                link.end,
                f"Linket i {passage.name} fører til {href[:80]}, som ikke virker: {why}. Ret"
                " adressen bag linket.",
            )


@rule(Severity.RED, "En mailadresse kan ikke være rigtig")
def broken_email(reading: Reading) -> Iterator[Spot]:
    for passage in reading.with_any("@"):
        for match in _emails(passage.text):
            address = match[0].rstrip(TRAILING)
            why, fix = _email_fault(address)
            link = _link_at(passage, match.start())
            if link is not None and link.href.strip() != f"mailto:{fix}":
                fix = None  # the text alone would be right then, and the link still wrong
            if why:
                yield passage.spot(
                    match.start(),
                    match.start() + len(address),
                    f"Mailadressen {address[:80]} i {passage.name} kan ikke være rigtig: {why}.",
                    fix,
                )
    for passage, link in _links(reading):
        scheme, _, target = link.href.strip().partition(":")
        address = target.partition("?")[0]
        if scheme.lower() == "mailto" and not ("@" in address and _shows(passage, link, address)):
            why, _fix = _email_fault(address) if "@" in address else ("der er intet @", None)
            if why:
                yield passage.spot(
                    link.start,
                    link.end,
                    f"Linket i {passage.name} sender mail til {address[:80]}, som ikke kan være"
                    f" rigtig: {why}.",
                )


@rule(Severity.RED, "Et billede har ingen tekst til dem, der ikke kan se det")
def image_without_text(reading: Reading) -> Iterator[Spot]:
    for entry in reading.entries:
        for passage in entry.sections:
            for image in passage.section.images:
                # An empty one says on purpose that the picture is decoration.
                is_blank = image.alt is None or (image.alt and not image.alt.strip())
                if is_blank or FILE_NAME.fullmatch(image.alt or ""):
                    yield Spot(
                        entry.item.number,
                        passage.field,
                        f"Et billede i {passage.name} har ingen alternativ tekst. Skriv, hvad det"
                        " viser, så det også kan læses op.",
                        start=image.source_start,
                        end=image.source_end,
                        order=(entry.place, image.source_start),
                    )


def _links(reading: Reading) -> Iterator[tuple[Passage, Link]]:
    """All but the marks ./., of which the rules about attachments tell."""
    for entry in reading.entries:
        for passage in entry.sections:
            for link in passage.section.links:
                if not link.href.startswith(MARK_LINK):
                    yield passage, link


def _broken_parts(passage: Passage, place: int) -> bool:
    match = ADDRESS.search(passage.text, place)
    return match is not None and _broken(passage.text, match) is not None


def _broken(text: str, match: re.Match[str]) -> tuple[int, str] | None:
    """Where a broken address ends, and what is wrong with it."""
    raw = match[0]
    place = match.end()
    if SOFT_HYPHEN in raw:
        return match.start() + len(raw.rstrip(TRAILING)), UNSEEN
    if raw.endswith("-") and (rest := REST_AFTER_HYPHEN.match(text, place)):
        whole = rest[0].rstrip(TRAILING)
        return place + len(whole), "den er delt af et mellemrum efter en bindestreg"
    if raw.endswith(("/", "www.")) and (rest := REST_AFTER_SLASH.match(text, place)):
        whole = rest[0].rstrip(TRAILING)
        return place + len(whole), "der er et mellemrum i den"
    address = raw.rstrip(TRAILING)
    why = _wrong_host(address)
    return (match.start() + len(address), why) if why and len(address) > 3 else None


def _wrong_host(address: str) -> str:
    """What is wrong with an address up to its path, "" when nothing is."""
    lower = address.lower()
    if not re.match(r"https?://|www\.", lower):
        if lower.startswith(("htt", "htp")):
            return "begyndelsen skal være https://"
        return "der skal stå punktum efter www" if lower.startswith("www,") else ""
    host = re.split(r"[/?#]", re.sub(r"^https?://", "", lower), maxsplit=1)[0]
    host = host.rpartition("@")[2].partition(":")[0]
    if re.match(r"https?(?::|$)", re.sub(r"^https?://", "", lower)):
        return "begyndelsen står der to gange"
    if ".." in host:
        return "der er to punktummer i træk"
    labels = host.split(".")
    if host.startswith("[") or host.replace(".", "").isdigit() or host == "localhost":
        return ""
    if "," in host or " " in host:
        return "der er et forkert tegn i den"
    if len(labels) - host.startswith("www.") < 2 or not ENDING.fullmatch(labels[-1]):
        return "den mangler en endelse som .dk"
    return "" if all(labels) else "der er et punktum for meget"


def _link_at(passage: Passage, place: int) -> Link | None:
    return next((a for a in passage.section.links if a.start <= place < a.end), None)


def _link_behind(link: Link, shown: str) -> str | None:
    """The address of the link, when what is shown is that one with a break in it."""
    href = link.href.strip()
    joined = _joined(shown)
    is_same = href == joined or href.replace("-", "") in {joined, joined.replace("-", "")}
    return href if is_same and not _wrong_host(href) else None


def _broken_by_blank(
    passage: Passage, match: re.Match[str], link: Link | None
) -> tuple[int, str] | None:
    """The whole text of a link, when that is the link's address but for blanks."""
    if link is None or match.start() != link.start:
        return None
    shown = passage.text[link.start : link.end].rstrip()
    if shown == _joined(shown) or _link_behind(link, shown) is None:
        return None
    return link.start + len(shown), UNSEEN if SOFT_HYPHEN in shown else "der er et mellemrum i den"


def _joined(address: str) -> str:
    return "".join(address.split()).replace(SOFT_HYPHEN, "")


def _repaired(shown: str) -> str | None:
    """An address in the text, when nothing but its beginning can be wrong and one is meant."""
    shown_whole = shown.replace(SOFT_HYPHEN, "")
    beginning = BEGINNING.match(shown_whole)
    host = shown_whole[beginning.end() :] if beginning else shown_whole
    host = host.replace("..", ".", 1) if host.lower().startswith("www..") else host
    if beginning:
        host = f"http{beginning['s'].lower()}://{host}"
    is_whole = WHOLE_ADDRESS.fullmatch(host) and not _wrong_host(host)
    return host if is_whole and host != shown else None


def _emails(text: str) -> Iterator[re.Match[str]]:
    """Everything around an @ that is meant as an address; @name alone is a profile."""
    after = 0
    for at in re.finditer("@", text):
        if at.start() < after:
            continue
        start = max(0, at.start() - 70)
        found = None
        for pattern in (EMAIL, BLANK_EMAIL):
            for match in pattern.finditer(text, start, min(len(text), at.start() + 100)):
                if match.start() <= at.start() < match.end():
                    found = match if found is None or _is_longer(match, found) else found
        if found is not None and not found[0].startswith("@"):
            after = found.end()
            if not _is_web_address(text, found.start()):
                yield found


def _is_longer(match: re.Match[str], found: re.Match[str]) -> bool:
    return " " in match[0] and (found[0].startswith("@") or found[0].endswith("@"))


def _is_web_address(text: str, place: int) -> bool:
    return "//" in text[max(0, place - 60) : place].rpartition(" ")[2]


def _email_fault(address: str) -> tuple[str, str | None]:
    """What is wrong with an e-mail address, and the right one where that is certain."""
    if " " in address:
        # Before the @ may stand a word that does not belong to it.
        fix = None if " @" in address else address.replace(" ", "")
        return "der er et mellemrum i den", fix
    if address.count("@") > 1:
        return "der er mere end ét @", None
    name, _, domain = address.partition("@")
    labels = domain.lower().split(".")
    if ".." in address or name.endswith(".") or name.startswith(".") or domain.startswith("."):
        return "der er et punktum for meget", None
    if len(labels) > 2 and labels[-1] == labels[-2] and labels[-1] in COMMON_ENDINGS:
        return f"den ender på .{labels[-2]}.{labels[-1]}", address[: -len(labels[-1]) - 1]
    if len(labels) < 2:
        return "den mangler en endelse som .dk", None
    return ("", None) if RIGHT_EMAIL.fullmatch(address) else ("der er et forkert tegn i den", None)


def _shows(passage: Passage, link: Link, address: str) -> bool:
    return passage.text[link.start : link.end].strip() == address
