"""In which language somebody wrote, Welsh or English, so that they are answered in it."""

import re

WELSH, ENGLISH = "cy", "en"
ENOUGH = 4  # different Welsh words; two or three stand in the address of many an English letter
READ = 20_000  # characters
WELSH_WORDS = (
    "yn yr ac wedi gan ei eich ein eu mae sydd oedd faint sut pryd ble pwy gyda neu nid hyn hwn fod bod rhwng unrhyw "
    "wnewch gallwch allwch byddwn byddai hoffwn hoffem diolch annwyl cofion cywir gwybodaeth wybodaeth rhyddid ryddid "
    "cais gais gofyn ofyn cyngor gyngor blwyddyn flwyddyn ystod nifer arian gwariant wariwyd gwariwyd rhoi ydych ydy "
    "yw roedd chi ni nhw fy drwy hefyd ond gwelwch dda fyddech fyddai pob llythyr ysgrifennu"
)
ENGLISH_WORDS = (
    "the of and to in is are was were for you your please would could have has had how much many what which when who "
    "that this from with under information request council freedom act dear sincerely faithfully thank thanks regards "
    "can it be my we us our any all each been"
)
OF_WELSH, OF_ENGLISH = frozenset(WELSH_WORDS.split()), frozenset(ENGLISH_WORDS.split())


def spoken(text: str, header: str = "") -> str:
    """The language of a letter: Welsh where its header says so (RFC 3282), or where its words clearly are."""
    if header.strip().casefold().split(",")[0].split("-")[0].strip() == WELSH:
        return WELSH
    words = re.findall(r"[^\W\d_]+", text[:READ].casefold())
    welsh = [word for word in words if word in OF_WELSH]
    english = sum(1 for word in words if word in OF_ENGLISH)
    return WELSH if len(set(welsh)) >= ENOUGH and len(welsh) > english else ENGLISH
