"""The thirty-four clients of Northlight and the people one talks to there."""

import re
from dataclasses import dataclass
from zlib import crc32

from twinhelm.config.demo.shapes import SHAPE_OF, Shape

NAMES = """
Alder Bakery: Marta Lindgaard (Owner), Tomas Alder (Online shop) | Website, Season menus
Fjord Hotels: Ingrid Fjord (Marketing lead), Leif Sande (IT) | Booking, Winter campaign
Hollis Health: Rupert Hollis (Managing director), Martin Cole (Patient services) | Patient portal, Care
Sable Wines: Theo Sable (Owner) | Shop, Harvest
Marlow & Finch: June Barr (Showroom), George Finch (Partner) | Rebrand
Kestrel Rail: Owen Price (Digital lead), Femke Bos (Communication) | Timetable app, Care
Tern Energy: Anouk Visser (Customer care), Rolf Tern (Tariffs) | Tariff pages, Care
Juno Theatre: Priya Nair (Head of programme) | Season programme
Harbour Yoga: Lotte Mulder (Owner) | Website
Brightwater Council: Helen Moor (Digital lead), Yusuf Khan (Citizens' desk) | Citizens' portal, Care
Cobalt Cycles: Nadia Haddad (Marketing) | Shop
Dune Travel: Elif Demir (Product), Koen Maas (Newsletter) | Trips, Newsletter
Elm Street Law: Judith Stern (Partner) | Website
Fennel Foods: Marco Ricci (Brand lead) | Recipes
Granite Gym: Tess Jansen (Owner) | App
Heron Insurance: Wim Heron (Claims), Carla Vos (Communication) | Claims form, Care
Iris Optics: Bea Smit (Retail) | Store finder
Juniper Gin: Fred Holm (Founder) | Campaign
Kiln Ceramics: Aiko Mori (Owner) | Shop
Linden School: Petra Kok (Head of school) | Open day
Moss & Co: Sofia Moss (Owner) | Look book
North Quay: Arne Dahl (Leasing) | Leasing pages
Otter Print: Ewa Nowak (Marketing) | Shop
Pallas: Jasper Pine (Product) | Configurator
Quill Press: Bram Steen (Sales) | Catalogue
Reed Music: Ines Costa (Tour office) | Tour pages
Saffron Spice: Amira Saleh (Owner) | Shop
Tulip Bank Trust: Gerrit Tulp (Communication) | Annual report
Umber Paints: Lars Umber (Product) | Colour finder
Vesper Hotels: Chiara Conti (Reservations) | Booking
Willow Care: Anja de Boer (People), Dirk Wilg (IT) | Jobs, Care
Orbital Labs: Max Sommer (Research) | Measuring app
Yarrow Garden: Greet Peeters (Owner) | Website
Nova: Nils Sander (Founder) | First website
"""
PERSON = re.compile(r"(.+) \((.+)\)")


@dataclass(frozen=True, slots=True)
class DemoContact:
    """Somebody at a client, and what they do there."""

    name: str
    job_title: str


@dataclass(frozen=True, slots=True)
class DemoClient:
    """A client with its people and its projects."""

    name: str
    people: tuple[DemoContact, ...]
    projects: tuple[str, ...]

    @property
    def contacts(self) -> tuple[str, ...]:
        """First names."""
        return tuple(one.name.split()[0] for one in self.people)

    @property
    def short(self) -> str:
        return self.name if "&" in self.name else self.name.split()[0]

    @property
    def domain(self) -> str:
        letters = "".join(letter for letter in self.name.lower() if letter.isalnum())
        return f"{letters}.example"

    @property
    def shape(self) -> Shape:
        return SHAPE_OF[self.name]


def read(line: str) -> DemoClient:
    name, rest = line.split(": ", 1)
    people, projects = rest.split(" | ")
    named = (PERSON.fullmatch(one) for one in people.split(", "))
    known = [DemoContact(*one.groups()) for one in named if one]
    return DemoClient(name, (*known, *others(name, known)), tuple(projects.split(", ")))


def others(client: str, known: list[DemoContact]) -> list[DemoContact]:
    """Their colleagues who write as well, as many as the client's shape says."""
    start = crc32(client.encode()) % len(COLLEAGUES)
    taken = {one.name.split()[0] for one in known}
    free = [one for one in (*COLLEAGUES[start:], *COLLEAGUES[:start]) if one.name.split()[0] not in taken]
    return free[: max(0, SHAPE_OF[client].people - len(known))]


COLLEAGUES = tuple(
    DemoContact(name, job_title)
    for name, job_title in (
        ("Agnes Holt", "Accounts"),
        ("Boris Lind", "Sales"),
        ("Clara Venn", "Events"),
        ("Daan Kuiper", "Shop floor"),
        ("Esther Blom", "Press"),
        ("Felix Adler", "Assistant"),
        ("Grete Olsen", "Customer care"),
        ("Hugo Maes", "Purchasing"),
        ("Isa Roth", "Marketing"),
        ("Jelle Vos", "Photography"),
    )
)
CLIENTS = tuple(read(line) for line in NAMES.strip().splitlines())
INDUSTRIES = dict(
    zip(
        (one.name for one in CLIENTS),
        [
            "Bakery",
            "Hotels",
            "Health care",
            "Wine",
            "Interior design",
            "Rail",
            "Energy",
            "Theatre",
            "Sports",
            "Public service",
            "Bicycles",
            "Travel",
            "Law",
            "Food",
            "Sports",
            "Insurance",
            "Optics",
            "Spirits",
            "Crafts",
            "Education",
            "Fashion",
            "Property",
            "Printing",
            "Software",
            "Publishing",
            "Music",
            "Food",
            "Banking",
            "Paints",
            "Hotels",
            "Health care",
            "Research",
            "Gardens",
            "Software",
        ],
        strict=True,
    )
)
