"""Countries as people write them in English and German; codes are taken for all there are."""

from collections.abc import Mapping
from functools import cache

#: Code, then its names in small letters. Those that business lists name most; others by code.
NAMES = """
AE united arab emirates|uae|vereinigte arabische emirate ; AL albania|albanien ; AR argentina|
argentinien ; AT austria|österreich|oesterreich ; AU australia|australien ; BA bosnia and
herzegovina|bosnien und herzegowina|bosnien ; BE belgium|belgien ; BG bulgaria|bulgarien ; BR
brazil|brasilien ; CA canada|kanada ; CH switzerland|schweiz ; CL chile ; CN china ; CO colombia|
kolumbien ; CY cyprus|zypern ; CZ czechia|czech republic|tschechien|tschechische republik ; DE
germany|deutschland|brd|federal republic of germany ; DK denmark|dänemark|daenemark ; EE estonia|
estland ; EG egypt|ägypten ; ES spain|spanien ; FI finland|finnland ; FR france|frankreich ; GB
united kingdom|uk|u.k.|great britain|england|scotland|wales|vereinigtes königreich|großbritannien|
grossbritannien ; GE georgia|georgien ; GR greece|griechenland ; HK hong kong|hongkong ; HR croatia|
kroatien ; HU hungary|ungarn ; ID indonesia|indonesien ; IE ireland|irland ; IL israel ; IN india|
indien ; IS iceland|island ; IT italy|italien ; JP japan ; KE kenya|kenia ; KR south korea|korea|
republic of korea|südkorea ; KZ kazakhstan|kasachstan ; LI liechtenstein ; LT lithuania|litauen ; LU
luxembourg|luxemburg ; LV latvia|lettland ; MA morocco|marokko ; MC monaco ; MD moldova|moldau ; ME
montenegro ; MK north macedonia|macedonia|nordmazedonien ; MT malta ; MX mexico|mexiko ; MY malaysia
; NG nigeria ; NL netherlands|the netherlands|holland|niederlande ; NO norway|norwegen ; NZ
new zealand|neuseeland ; PE peru ; PH philippines|philippinen ; PK pakistan ; PL poland|polen ; PT
portugal ; QA qatar|katar ; RO romania|rumänien ; RS serbia|serbien ; RU russia|russian federation|
russland ; SA saudi arabia|saudi-arabien ; SE sweden|schweden ; SG singapore|singapur ; SI slovenia|
slowenien ; SK slovakia|slowakei ; TH thailand ; TN tunisia|tunesien ; TR turkey|türkiye|türkei ; TW
taiwan ; UA ukraine ; US united states|united states of america|usa|u.s.a.|u.s.|vereinigte staaten|
vereinigte staaten von amerika ; UY uruguay ; VN vietnam ; ZA south africa|südafrika
"""


def code_of(text: str) -> str:
    """The ISO 3166-1 code of a country by its code or name; the text itself when unknown."""
    plain = " ".join(text.split()).casefold()
    return _codes().get(plain) or (plain.upper() if len(plain) == 2 else text)


@cache
def _codes() -> Mapping[str, str]:
    """Name, as casefold writes it, -> code."""
    found: dict[str, str] = {}
    for line in " ".join(NAMES.split()).split(";"):
        code, _, names = line.strip().partition(" ")
        found.update((name.strip().casefold(), code) for name in names.split("|"))
    return found
