"""Guesses which field a column is, from its name in English or German and from its values."""

import re
from collections.abc import Iterable, Mapping

from chassis.custom_fields import BAG, Definition, FieldType
from services.leads.imports.inspection import Column
from services.leads.imports.mapping import written_as
from services.leads.imports.model import DateFormat

#: Field -> what people call it, in small letters and without anything between.
WORDS: dict[str, str] = {
    "email": "email mail emailaddress emailadresse mailadresse mailaddress emailadr primaryemail"
    " workemail epost",
    "first_name": "firstname givenname forename vorname rufname first",
    "last_name": "lastname surname familyname nachname familienname zuname last",
    "full_name": "name fullname contact contactname person kontakt ansprechpartner kontaktname"
    " vollstaendigername",
    "phone": "phone phonenumber telephone tel mobile mobilephone cell telefon telefonnummer"
    " telefonnr handy mobil mobiltelefon handynummer rufnummer",
    "company_name": "company companyname organisation organization account accountname employer"
    " firma firmenname unternehmen betrieb arbeitgeber",
    "job_title": "jobtitle title position role jobposition funktion beruf berufsbezeichnung rolle"
    " stelle",
    "country": "country countrycode land staat laendercode",
    "city": "city town stadt ort wohnort",
    "language": "language lang locale sprache",
    "time_zone": "timezone tz zeitzone",
    "birth_date": "birthdate birthday dateofbirth dob geburtsdatum geburtstag",
    "tags": "tags tag labels label schlagworte schlagwort kategorien",
}
FIELD_OF = {word: name for name, words in WORDS.items() for word in words.split()}
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def suggest(columns: Iterable[Column], definitions: Iterable[Definition]) -> dict[str, str]:
    """Column name -> field, each field once, for the columns somebody can tell."""
    known = {**_custom(definitions), **FIELD_OF}
    found: dict[str, str] = {}
    for column in columns:
        guess = known.get(plain(column.name)) or _by_values(column)
        if guess and guess not in found.values():
            found[column.name] = guess
    return found


def suggest_date_format(
    columns: Iterable[Column], guesses: Mapping[str, str], definitions: Iterable[Definition]
) -> DateFormat:
    """How the dates among the first values are written; what reads several ways is not guessed."""
    dates = {"birth_date"}
    dates |= {f"{BAG}.{each.key}" for each in definitions if each.type is FieldType.DATE}
    samples = [s for each in columns if guesses.get(each.name) in dates for s in each.samples]
    fits = [sum(written_as(text, one) for text in samples) for one in DateFormat]
    best = [one for one, number in zip(DateFormat, fits, strict=True) if number == max(fits)]
    if samples and DateFormat.DAY_MONTH_YEAR in best and all("." in text for text in samples):
        return DateFormat.DAY_MONTH_YEAR  # only days come before a dot
    return best[0] if len(best) == 1 else DateFormat.YEAR_MONTH_DAY


def plain(text: str) -> str:
    """A name without letter case, umlauts and anything between the words."""
    return re.sub(r"[^a-z0-9]", "", text.casefold().translate(UMLAUTS))


def _custom(definitions: Iterable[Definition]) -> dict[str, str]:
    names: dict[str, str] = {}
    for each in definitions:
        for word in (each.label, each.key):
            if plain(word):
                names[plain(word)] = f"{BAG}.{each.key}"
    return names


def _by_values(column: Column) -> str:
    addresses = sum(1 for value in column.samples if EMAIL.fullmatch(value))
    return "email" if addresses and addresses == len(column.samples) else ""
