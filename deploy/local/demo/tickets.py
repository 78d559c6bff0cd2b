"""What customers needed of support in the demo: thirty tickets, each told step by step."""

from typing import NamedTuple


class Ticket(NamedTuple):
    """contact: last name of the person; how: mail, page or phone; steps: what happened then, each
    "reply: …", "note: …", "customer: …", or a verb of tickets; answer: what the survey brought;
    file: name and text of what came with the first mail.
    """

    contact: str
    how: str
    subject: str
    text: str
    priority: str = "NORMAL"
    type: str = "QUESTION"
    tags: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    answer: tuple[int, str] | None = None
    file: tuple[str, str] = ("", "")


#: Name, text, and what else it does.
MACROS: tuple[dict[str, object], ...] = (
    {
        "name": "Ask for a screenshot",
        "text": "Hello {{contact_first_name}},\n\nwould you send us a screenshot of what you see? "
        "Then we can look at the same thing.\n\n{{agent_name}}",
        "state": "PENDING",
    },
    {
        "name": "Solved in the next release",
        "text": "Hello {{contact_first_name}},\n\nwe found the cause of \"{{ticket_subject}}\". "
        "It is mended with the release on Thursday night; you need do nothing.\n\n{{agent_name}}",
        "type": "PROBLEM",
        "state": "ON_HOLD",
        "add_tags": ["next-release"],
    },
    {
        "name": "Glad it works",
        "text": "Hello {{contact_first_name}},\n\nglad it works again. Write to us whenever you "
        "need us.\n\n{{agent_name}}",
        "state": "SOLVED",
    },
    {"name": "To the developers", "text": "For the developers: #{{ticket_number}} "
     "({{ticket_subject}}) can be reproduced.", "note": True, "add_tags": ["bug"]},
)  # fmt: skip

TICKETS = (
    Ticket(
        "Petersen", "mail", "Drivers do not see Monday's rota",
        "Good morning,\n\nsince the update twelve of our drivers see an empty Monday. They are on "
        "the road at five. Please help before tomorrow.\n\nAnke Petersen",
        "URGENT", "PROBLEM", ("app", "bug"),
        ("take", "note: Only drivers with a second depot. The filter drops them.",
         "reply: Hello Anke,\n\nwe found it: drivers with two depots were left out. Everybody who "
         "opens the app now sees Monday again. Would you check with two of them?\n\nTomás",
         "customer: They see it. Thank you for being so quick!", "solve"),
        (5, "Solved before the first bus left."),
    ),
    Ticket(
        "Brandt", "mail", "Swap board: who may approve?",
        "Can a depot lead approve swaps, or only the planner?", "LOW", "QUESTION", ("swaps",),
        ("take", "reply: Both may, if the role has the right \"approve swaps\". It is under "
         "Settings, Roles.", "solve"),
    ),
    Ticket(
        "Lorenz", "mail", "Invoice without order number",
        "The last invoice lacks our purchase order number 4500-1182. Our bookkeeping returns it. "
        "This is the second time, and it is ridiculous.", "NORMAL", "COMPLAINT", ("billing",),
        ("take", "reply: Dear Ms Lorenz,\n\nI am sorry, twice is once too often. The corrected "
         "invoice is attached to your account, and the number now stands in your contract, so that "
         "it is on every invoice from here on.\n\nTomás Rivera"),
    ),
    Ticket(
        "Vogt", "page", "Single sign-on with our directory",
        "We use SAML everywhere. Which attributes do you need, and is there a test system?",
        "NORMAL", "QUESTION", ("sso",),
        ("take", "note: Sales talks about a deal with him. Told Grace.", "await"),
    ),
    Ticket(
        "Duval", "mail", "Adding a freelancer for three weeks",
        "Do I have to buy a seat for somebody who is here for three weeks only?", "LOW", "QUESTION",
        ("billing",),
        ("take", "reply: No. A guest seat lasts thirty days and costs nothing twice a year.",
         "customer: Wonderful, merci.", "solve"), (5, "Kind and clear."),
    ),
    Ticket(
        "Marchand", "page", "Calendar feed shows yesterday",
        "The feed in my phone's calendar is a day behind.", "NORMAL", "PROBLEM", ("calendar",),
        ("take", "reply: Which calendar program is it, and how often does it fetch?", "await"),
    ),
    Ticket(
        "Finch", "phone", "Pilot in two stores: opening hours differ",
        "Store 4 opens at ten on Thursdays. She cannot set hours by weekday.", "HIGH", "REQUEST",
        ("pilot",), ("take", "note: Big deal with Marek. Answer today.", "hold"),
    ),
    Ticket(
        "Harbour", "mail", "Export stops at 10,000 rows",
        "The CSV ends in the middle of a line, and our month-end report is due at noon.", "HIGH",
        "PROBLEM", ("export", "bug"),
        ("take", "note: Same as last spring: the export runs into its time limit."),
    ),
    Ticket(
        "Nair", "page", "Who changed this shift?",
        "A shift on Friday moved from 06:00 to 07:00, and nobody here did it. Is there a history?",
    ),
    Ticket(
        "O'Neill", "mail", "Security questionnaire", "Please fill in the 3 questions attached.",
        "LOW", "REQUEST", ("security",), ("take", "hold"),
        file=(
            "security-questionnaire.csv",
            "question;answer\nWhere is our data kept?;\nWho may read it?;\n"
            "How soon are we told of a breach?;\n",
        ),
    ),
    Ticket(
        "Kessler", "mail", "The works council still waits for the data sheet",
        "I was promised the data sheet last week. The council meets on Thursday and I have nothing "
        "in my hands. This is unacceptable.\n\nDieter Kessler", "HIGH", "COMPLAINT", ("privacy",),
    ),
    Ticket(
        "Roth", "mail", "Eleven hours of rest across two plants",
        "When somebody ends in plant 1 at 23:00 and starts in plant 2 at 09:00, there is no "
        "warning. The law knows no plants.", "HIGH", "PROBLEM", ("rest-periods", "bug"),
        ("take", "reply: You are right, and thank you for the example: the check ran per plant. "
         "It now runs per person; you see the warnings since this morning.",
         "customer: I do. Exactly right.", "solve"), (4, "Right, if after a week of asking."),
    ),
    Ticket(
        "Yıldız", "page", "Which data of employees do you keep?",
        "For the works council: a list of the data you keep, and for how long.", "NORMAL",
        "QUESTION", ("privacy",), ("take", "reply: The list is on two pages; I have put it into "
                                   "your documents. Ask whatever is unclear.", "await"),
    ),
    Ticket("Stein", "phone", "Time accounts over the turn of the year",
           "Do overtime hours carry over, and where is that set?", "LOW"),
    Ticket(
        "Delgado", "mail", "Clinic 3 is missing in the night plan",
        "The third clinic opened on Monday. It is in the list but not in the night plan.", "URGENT",
        "PROBLEM", ("nights",),
        ("take", "reply: The night plan shows it now: the clinic had no night team yet.",
         "customer: Yes. Muchas gracias!", "solve"),
    ),
    Ticket(
        "Webb", "mail", "Printing the week on one page",
        "Is there a way to get the week of one ward on a single page?", "LOW", "REQUEST",
        ("print",),
        ("take", "reply: Print, Layout, \"one page\". It is easy to overlook.", "solve"),
    ),
    Ticket("Abbott", "page", "Nurses' wishes are not saved on the tablet",
           "They tap \"save\" and the wish is gone after a reload.", "HIGH", "PROBLEM", ("app",)),
    Ticket("Okafor", "mail", "Audit: who saw which plan?",
           "For our compliance report I need a list of who opened the plans in October."),
    Ticket(
        "van Dijk", "mail", "We ended our contract, please delete our data",
        "As agreed we stop. Please confirm that our data is deleted.", "NORMAL", "REQUEST",
        ("privacy",), ("take", "note: Contract ended, deletion is due after 30 days.", "hold"),
    ),
    Ticket(
        "de Boer", "mail", "Import of 140 seasonal workers",
        "The import says line 87 has no birthday. Must they all have one?", "NORMAL", "PROBLEM",
        ("import",), ("take", "reply: No: leave the column out, and all 140 come in.",
                      "customer: They are in. Thanks!", "solve"),
    ),
    Ticket("Mulder", "page", "Change of bank details", "Our new account is on the attached form.",
           "LOW", "REQUEST", ("billing",)),
    Ticket(
        "Morera", "phone", "Two hotels, one rota?",
        "Housekeeping works in both hotels. She wants one plan for both.", "NORMAL", "QUESTION",
        ("setup",), ("take", "await"),
    ),
    Ticket("Ruiz", "mail", "Cannot sign in since this morning",
           "It says my password is wrong. I am sure it is not.", "HIGH", "PROBLEM", ("sign-in",),
           ("take", "reply: Somebody tried your account twenty times last night, so it was locked. "
            "The link in the next mail opens it again.",)),
    Ticket(
        "Whitfield", "mail", "Workshop calendar on our website",
        "Can visitors see the free places?", "LOW", "QUESTION", ("calendar",),
        ("take", "reply: Yes, with the public link of a calendar: Share, Public.", "solve"),
    ),
    Ticket("Holm", "mail", "Standby shifts count as work",
           "Standby at home is counted as eight hours. Ours count as two.", "NORMAL", "PROBLEM",
           ("rules",), ("take",)),
    Ticket("Nyström", "page", "Framework contract", "Whom do I ask about a framework contract?",
           "LOW"),
    Ticket(
        "Ferrero", "mail", "Disappointed by the reminder mails",
        "I switched the reminders off three times and they came back three times. I am fed up.",
        "NORMAL", "COMPLAINT", ("mail",),
        ("take", "reply: I am sorry. The switch was reset by each import; that is mended, and "
         "yours is off for good.", "solve"),
        (1, "Three mails until somebody believed me."),
    ),
    Ticket(
        "Kelly", "mail", "Text messages to staff without a smartphone",
        "Two of us have no smartphone. Could they get their shifts by text message?", "NORMAL",
        "REQUEST", ("sms",), ("take", "reply: Yes, since last month: People, Contact, \"by text\".",
                              "customer: Lovely. They are delighted.", "solve"), (3, ""),
    ),
    Ticket("Walsh", "phone", "Holiday calendar of Galway is off by a day",
           "The August holiday is on the wrong Monday.", "NORMAL", "PROBLEM", ("calendar",)),
    Ticket("Chen", "page", "Crane 7 cannot be planned twice",
           "We need the crane on two sites on one day, one after the other.", "NORMAL", "REQUEST",
           ("setup",)),
    Ticket(
        "Petersen", "mail", "Rota of a third depot",
        "We open a third depot in May. Can its plan start from a copy of the second?", "NORMAL",
        "QUESTION", ("setup",),
        ("take", "reply: Yes: Plans, Copy, choose the depot. The drivers are not copied.",
         "customer: Done in a minute. You are a pleasure to work with.", "solve"),
        (5, "As always. I tell everybody about you."),
    ),
)  # fmt: skip
