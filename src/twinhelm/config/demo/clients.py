"""The thirty-four clients of Northlight and the people one talks to there."""

from dataclasses import dataclass

NAMES = """
Alder Bakery: Maria, Tomas | Website, Season menus
Fjord Hotels: Ingrid, Leif | Booking, Winter campaign
Hollis Health: Priya, Martin | Patient portal, Care
Sable Wines: Claire | Shop, Harvest
Marlow & Finch: Edith, George | Rebrand
Kestrel Rail: Owen, Femke | Timetable app, Care
Tern Energy: Anouk, Rolf | Tariff pages, Care
Juno Theatre: Ruben | Season programme
Harbour Yoga: Lotte | Website
Birch & Sons: Henk | Catalogue
Cobalt Cycles: Nadia | Shop
Dune Travel: Elif, Koen | Trips, Newsletter
Elm Street Law: Judith | Website
Fennel Foods: Marco | Recipes
Granite Gym: Tess | App
Heron Insurance: Wim, Carla | Claims form, Care
Iris Optics: Bea | Store finder
Juniper Gin: Fred | Campaign
Kiln Ceramics: Aiko | Shop
Linden School: Petra | Open day
Mica Jewels: Sofia | Look book
North Quay: Arne | Leasing pages
Otter Toys: Ewa | Shop
Pine Furniture: Jasper | Configurator
Quarry Stone: Bram | Catalogue
Reed Music: Ines | Tour pages
Saffron Spice: Amira | Shop
Tulip Bank Trust: Gerrit | Annual report
Umber Paints: Lars | Colour finder
Vesper Hotels: Chiara | Booking
Willow Care: Anja, Dirk | Jobs, Care
Xylo Records: Max | Web shop
Yarrow Garden: Greet | Website
Zephyr Sails: Nils | Catalogue
"""


@dataclass(frozen=True, slots=True)
class DemoClient:
    """A client with its contacts' first names and its projects."""

    name: str
    contacts: tuple[str, ...]
    projects: tuple[str, ...]

    @property
    def short(self) -> str:
        return self.name if "&" in self.name else self.name.split()[0]

    @property
    def domain(self) -> str:
        letters = "".join(letter for letter in self.name.lower() if letter.isalnum())
        return f"{letters}.example"


def read(line: str) -> DemoClient:
    name, rest = line.split(": ", 1)
    contacts, projects = rest.split(" | ")
    return DemoClient(name, tuple(contacts.split(", ")), tuple(projects.split(", ")))


CLIENTS = tuple(read(line) for line in NAMES.strip().splitlines())
