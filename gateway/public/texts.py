"""What public pages say, in the languages they speak."""

from collections.abc import Mapping

TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "send": "Send",
        "required": "required",
        "choose": "Please choose",
        "trap": "Leave this field empty",
        "wrong": "Please look at these answers again",
        "error": "Error",
        "thanks": "Thank you",
        "on": "You are being taken to the next page.",
        "go": "Go on",
        "missing": "This form does not exist",
        "missing_more": "Check the address, or ask whoever gave it to you.",
        "closed": "This form is closed",
        "closed_more": "It no longer takes answers.",
        "foreign": "This form cannot be sent from here",
        "foreign_more": "The page it is shown on is not one it belongs to.",
        "busy": "This did not work just now",
        "busy_more": "Nothing you wrote is lost. Please try again in a moment.",
        "often": "Too many answers came from your network",
        "often_more": "Nothing you wrote is lost. Please try again in a minute.",
        "stale": "The page was open for too long",
        "stale_more": "Nothing you wrote is lost. Please send it once more.",
        "refused": "This cannot be taken",
        "survey": "How did we do?",
        "survey_score": "How happy are you with our help?",
        "survey_5": "very happy",
        "survey_4": "happy",
        "survey_3": "neither",
        "survey_2": "unhappy",
        "survey_1": "very unhappy",
        "survey_comment": "What should we know?",
        "survey_missing": "This link does not work",
        "survey_missing_more": "It is too old or incomplete. Use the link of the message you got.",
        "confirmation_asked": "Please confirm",
        "confirmation_asked_more": "{} was given on a form of ours with these words:",
        "confirmation_button": "Yes, I agree",
        "confirmation_done": "Confirmed, thank you",
        "confirmation_done_more": "We may write to {}. Every message says how to end it.",
        "confirmation_missing": "This link does not work",
        "confirmation_missing_more": "It is too old or incomplete. Send the form once more.",
        "preferences_subscribed": "Stop advertising?",
        "preferences_subscribed_more": "{} gets advertising from us.",
        "preferences_unsubscribe": "Unsubscribe",
        "preferences_gone": "You are unsubscribed",
        "preferences_gone_more": "{} gets no more advertising from us.",
        "preferences_resubscribe": "That was a mistake: subscribe again",
        "preferences_missing": "This link does not work",
        "preferences_missing_more": "It is too old or incomplete. Use the link of a newer message.",
        "preferences_busy": "This did not work just now",
        "preferences_busy_more": "Please try again in a moment.",
    },
    "de": {
        "send": "Absenden",
        "required": "erforderlich",
        "choose": "Bitte auswählen",
        "trap": "Dieses Feld leer lassen",
        "wrong": "Bitte sehen Sie diese Antworten noch einmal an",
        "error": "Fehler",
        "thanks": "Vielen Dank",
        "on": "Sie werden zur nächsten Seite geleitet.",
        "go": "Weiter",
        "missing": "Dieses Formular gibt es nicht",
        "missing_more": "Prüfen Sie die Adresse, oder fragen Sie, von wem Sie sie haben.",
        "closed": "Dieses Formular ist geschlossen",
        "closed_more": "Es nimmt keine Antworten mehr an.",
        "foreign": "Dieses Formular kann von hier nicht abgeschickt werden",
        "foreign_more": "Die Seite, auf der es steht, gehört nicht dazu.",
        "busy": "Das hat gerade nicht geklappt",
        "busy_more": "Nichts ist verloren. Bitte versuchen Sie es gleich noch einmal.",
        "often": "Aus Ihrem Netz kamen zu viele Antworten",
        "often_more": "Nichts ist verloren. Bitte versuchen Sie es in einer Minute noch einmal.",
        "stale": "Die Seite war zu lange offen",
        "stale_more": "Nichts ist verloren. Bitte senden Sie es noch einmal ab.",
        "refused": "Das geht so nicht",
        "survey": "Wie waren wir?",
        "survey_score": "Wie zufrieden sind Sie mit unserer Hilfe?",
        "survey_5": "sehr zufrieden",
        "survey_4": "zufrieden",
        "survey_3": "weder noch",
        "survey_2": "unzufrieden",
        "survey_1": "sehr unzufrieden",
        "survey_comment": "Was sollten wir wissen?",
        "survey_missing": "Dieser Link funktioniert nicht",
        "survey_missing_more": "Er ist zu alt oder unvollständig. Nehmen Sie den der Nachricht.",
        "confirmation_asked": "Bitte bestätigen",
        "confirmation_asked_more": "{} wurde bei uns mit diesen Worten angegeben:",
        "confirmation_button": "Ja, ich stimme zu",
        "confirmation_done": "Bestätigt, vielen Dank",
        "confirmation_done_more": "Wir dürfen an {} schreiben. Jede Nachricht sagt, wie das endet.",
        "confirmation_missing": "Dieser Link funktioniert nicht",
        "confirmation_missing_more": "Er ist zu alt oder unvollständig. Bitte noch einmal senden.",
        "preferences_subscribed": "Keine Werbung mehr?",
        "preferences_subscribed_more": "{} erhält Werbung von uns.",
        "preferences_unsubscribe": "Abmelden",
        "preferences_gone": "Sie sind abgemeldet",
        "preferences_gone_more": "{} erhält keine Werbung mehr von uns.",
        "preferences_resubscribe": "Das war ein Versehen: wieder anmelden",
        "preferences_missing": "Dieser Link funktioniert nicht",
        "preferences_missing_more": "Er ist zu alt oder unvollständig. Nehmen Sie den neuesten.",
        "preferences_busy": "Das hat gerade nicht geklappt",
        "preferences_busy_more": "Bitte versuchen Sie es gleich noch einmal.",
    },
}


def texts_in(language: str) -> Mapping[str, str]:
    """The words of a language; English for one we do not speak."""
    return TEXTS.get(language, TEXTS["en"])


#: What is wrong with an answer, where the service's English words are not the page's: by the kind
#: of the question, "" for any other.
WRONG: Mapping[str, Mapping[str, str]] = {
    "de": {
        "required": "ist erforderlich",
        "EMAIL": "muss eine E-Mail-Adresse wie ada@example.com sein",
        "PHONE": "muss eine Telefonnummer mit Ländervorwahl sein, wie +49 30 123456",
        "NUMBER": "muss eine Zahl wie 12,5 sein",
        "DATE": "muss ein Datum sein",
        "CHOICE": "muss eine der Möglichkeiten sein",
        "CHOICES": "muss aus den Möglichkeiten gewählt sein",
        "": "kann so nicht angenommen werden",
    }
}


def said(detail: str, kind: str, language: str) -> str:
    """What is wrong with an answer, in the language of the page; "" for nothing."""
    words = WRONG.get(language)
    if words is None or not detail:
        return detail
    return words["required"] if detail.startswith("is required") else words.get(kind, words[""])
