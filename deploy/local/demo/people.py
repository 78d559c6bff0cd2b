"""Who is in the demo: twelve companies and the forty people who work there."""

from typing import NamedTuple


class Company(NamedTuple):
    """A customer, a prospect, or one that got away."""

    name: str
    domain: str
    industry: str
    city: str
    country: str
    employees: int
    sector: str


class Person(NamedTuple):
    """company: index into COMPANIES; owner: role of the demo user; day: how many days ago the
    person first appeared; how: form, api or call.
    """

    first_name: str
    last_name: str
    company: int
    job_title: str
    phone: str
    owner: str
    day: int
    how: str
    tags: tuple[str, ...] = ()


COMPANIES = (
    Company(
        "Nordlicht Logistik", "nordlicht.example", "Logistics", "Hamburg", "DE", 240, "transport"
    ),
    Company("Atelier Duval", "duval.example", "Design", "Lyon", "FR", 18, "services"),
    Company("Harbour & Finch", "harbourfinch.example", "Retail", "Bristol", "GB", 420, "retail"),
    Company(
        "Kessler Maschinenbau",
        "kessler.example",
        "Manufacturing",
        "Stuttgart",
        "DE",
        950,
        "industry",
    ),
    Company(
        "Green Ridge Clinics", "greenridge.example", "Healthcare", "Portland", "US", 310, "health"
    ),
    Company("Polderzicht", "polderzicht.example", "Agriculture", "Utrecht", "NL", 75, "industry"),
    Company("Casa Morera", "casamorera.example", "Hospitality", "Valencia", "ES", 130, "retail"),
    Company("Blue Kiln Studio", "bluekiln.example", "Ceramics", "Austin", "US", 12, "services"),
    Company("Sundqvist Energi", "sundqvist.example", "Energy", "Malmö", "SE", 560, "industry"),
    Company("Lanterna Libri", "lanterna.example", "Publishing", "Torino", "IT", 64, "services"),
    Company("Quayside Dental", "quayside.example", "Healthcare", "Galway", "IE", 28, "health"),
    Company(
        "Maple & Stone", "maplestone.example", "Construction", "Toronto", "CA", 180, "industry"
    ),
)

PEOPLE = (
    Person(
        "Anke",
        "Petersen",
        0,
        "Head of Operations",
        "+4940555010",
        "rep",
        178,
        "form",
        ("champion",),
    ),
    Person("Jonas", "Brandt", 0, "Fleet Planner", "+4940555011", "rep", 170, "api"),
    Person(
        "Meike", "Lorenz", 0, "Finance Director", "+4940555012", "rep", 121, "call", ("budget",)
    ),
    Person("Henrik", "Vogt", 0, "IT Manager", "+4940555013", "manager", 64, "form"),
    Person("Camille", "Duval", 1, "Founder", "+33472555020", "rep", 165, "form", ("champion",)),
    Person("Théo", "Marchand", 1, "Studio Manager", "+33472555021", "rep", 90, "api"),
    Person(
        "Margaret",
        "Finch",
        2,
        "Managing Director",
        "+441174960030",
        "manager",
        160,
        "call",
        ("vip",),
    ),
    Person("Oliver", "Harbour", 2, "Store Operations", "+441174960031", "rep", 152, "form"),
    Person(
        "Priya", "Nair", 2, "Workforce Planner", "+441174960032", "rep", 47, "form", ("newsletter",)
    ),
    Person("Seán", "O'Neill", 2, "Procurement", "+441174960033", "manager", 31, "api", ("budget",)),
    Person("Dieter", "Kessler", 3, "Owner", "+49711555040", "manager", 150, "call", ("vip",)),
    Person(
        "Sabine", "Roth", 3, "Shift Planning", "+49711555041", "rep", 148, "form", ("champion",)
    ),
    Person("Emre", "Yıldız", 3, "Works Council", "+49711555042", "rep", 77, "api"),
    Person("Claudia", "Stein", 3, "Head of HR", "+49711555043", "manager", 22, "form"),
    Person(
        "Rosa", "Delgado", 4, "Clinic Director", "+15035550150", "manager", 140, "form", ("vip",)
    ),
    Person(
        "Marcus",
        "Webb",
        4,
        "Scheduling Lead",
        "+15035550151",
        "manager",
        133,
        "form",
        ("champion",),
    ),
    Person("Joan", "Abbott", 4, "Chief Nurse", "+15035550152", "manager", 58, "api"),
    Person(
        "Lena", "Okafor", 4, "Compliance", "+15035550153", "manager", 16, "form", ("newsletter",)
    ),
    Person("Pieter", "van Dijk", 5, "Farm Manager", "+31302345060", "rep", 128, "form"),
    Person(
        "Saskia",
        "de Boer",
        5,
        "Seasonal Staffing",
        "+31302345061",
        "rep",
        119,
        "form",
        ("champion",),
    ),
    Person("Joost", "Mulder", 5, "Bookkeeper", "+31302345062", "rep", 40, "api"),
    Person("Carmen", "Morera", 6, "Owner", "+34963555070", "rep", 115, "call", ("vip",)),
    Person("Iker", "Ruiz", 6, "Front Desk", "+34963555071", "rep", 66, "form"),
    Person("Nuria", "Vidal", 6, "Events", "+34963555072", "rep", 12, "form", ("newsletter",)),
    Person("Dana", "Whitfield", 7, "Potter, Owner", "+15125550180", "manager", 108, "form"),
    Person("Theo", "Grant", 7, "Workshop Lead", "+15125550181", "manager", 35, "form"),
    Person("Astrid", "Sundqvist", 8, "COO", "+46405550190", "rep", 101, "call", ("vip",)),
    Person(
        "Lars", "Holm", 8, "Maintenance Planning", "+46405550191", "rep", 96, "form", ("champion",)
    ),
    Person("Freja", "Nyström", 8, "Purchasing", "+46405550192", "rep", 27, "api", ("budget",)),
    Person("Viktor", "Ek", 8, "Control Room", "+46405550193", "rep", 9, "form"),
    Person("Giulia", "Ferrero", 9, "Publisher", "+39011555200", "rep", 88, "form"),
    Person("Matteo", "Rinaldi", 9, "Production", "+39011555201", "rep", 52, "api"),
    Person("Elisa", "Conti", 9, "Marketing", "+39011555202", "rep", 6, "form", ("newsletter",)),
    Person(
        "Aoife", "Kelly", 10, "Practice Manager", "+35391555210", "rep", 82, "form", ("champion",)
    ),
    Person("Cormac", "Walsh", 10, "Dentist", "+35391555211", "rep", 44, "call"),
    Person("Niamh", "Byrne", 10, "Reception", "+35391555212", "rep", 3, "form"),
    Person("Wendy", "Stone", 11, "VP Projects", "+14165550220", "manager", 73, "form", ("vip",)),
    Person("Ray", "Chen", 11, "Site Planner", "+14165550221", "manager", 70, "form", ("champion",)),
    Person("Amélie", "Gagnon", 11, "Safety", "+14165550222", "manager", 19, "api"),
    Person("Noah", "Tremblay", 11, "Estimator", "+14165550223", "manager", 1, "form"),
)
