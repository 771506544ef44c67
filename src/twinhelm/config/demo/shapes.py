"""What each client of the demo is like: how much there is to say, how technical the work is, and which language they speak."""

from dataclasses import dataclass

SHAPES = """
Alder Bakery           6.2 5 3 | 1.0 2 2 2 | 240 da
Hollis Health          5.6 5 2 | 4.6 5 4 5 | 240 en
Marlow & Finch         7.6 6 5 | 1.6 4 3 3 | 240 en
Sable Wines            3.6 4 2 | 1.4 3 4 2 | 240 fr
Fjord Hotels           4.4 5 2 | 0.6 0 1 1 | 240 da
Juno Theatre           5.6 5 2 | 0.5 0 1 1 | 240 en
Quill Press            7.8 6 5 | 0.7 1 2 2 | 120 en
Dune Travel            3.6 4 2 | 0.9 2 4 2 | 180 nl
Tulip Bank Trust       4.2 4 1 | 0.6 1 2 1 | 240 nl
Fennel Foods           3.4 4 1 | 0.5 0 1 1 | 120 en
Reed Music             3.4 4 1 | 0.5 0 2 1 | 180 en
Kestrel Rail           1.2 3 0 | 14  6 5 6 | 480 nl
Tern Energy            1.3 3 0 | 6.0 4 4 4 | 480 nl
Pallas                 0.9 2 0 | 9.0 6 5 6 | 360 en
Orbital Labs           1.0 2 0 | 6.0 5 4 4 | 480 en
Heron Insurance        1.4 3 0 | 3.6 4 4 3 | 480 nl
Willow Care            1.6 3 0 | 3.6 4 4 4 | 360 nl
Granite Gym            0.5 1 0 | 3.4 4 3 4 | 480 nl
Umber Paints           1.4 2 0 | 4.6 4 4 5 | 480 en
Vesper Hotels          1.2 2 0 | 9.0 6 4 5 | 480 en
Brightwater Council    4.6 5 2 | 9.0 6 5 6 | 150 en
North Quay             7.0 6 4 | 6.0 6 5 6 | 150 nl
Cobalt Cycles          3.6 4 1 | 4.6 5 4 4 | 180 nl
Moss & Co              1.6 2 0 | 0.8 0 2 1 | 480 en
Otter Print            1.3 2 0 | 1.3 2 4 2 | 480 nl
Harbour Yoga           0.9 1 0 | 0.7 0 1 1 | 480 nl
Elm Street Law         0.8 2 0 | 1.2 3 4 2 | 480 nl
Iris Optics            1.0 2 0 | 0.9 1 3 1 | 480 nl
Juniper Gin            1.3 2 0 | 0.8 1 2 1 | 480 en
Kiln Ceramics          0.7 1 0 | 1.0 2 3 2 | 480 en
Linden School          1.4 3 0 | 0.9 1 2 1 | 480 nl
Saffron Spice          0.6 1 0 | 1.4 3 3 2 | 480 en
Yarrow Garden          0.7 1 0 | 0.6 0 2 1 | 480 nl
Nova                   2.0 3 1 | 1.0 1 2 1 | 480 en
"""
"""Client: weight of client work, people who take part, who of them joins in a thread | weight of project work, systems,
highest level, skills | minutes promised for an answer, language."""
NEW = "Nova"
NEW_DAYS = 20
"""So long is the newest client one: not enough to say what it needs."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One client."""

    talk: float
    people: int
    joining: int
    work: float
    systems: int
    level: int
    skills: int
    answer_minutes: int
    language: str

    @property
    def is_large(self) -> bool:
        """Everything technical that an agency can meet."""
        return self.work > 3


def read(line: str) -> tuple[str, Shape]:
    head, technical, promised = line.split("|")
    *words, talk, people, joining = head.split()
    work, systems, level, skills = technical.split()
    answer, language = promised.split()
    numbers = (int(people), int(joining), float(work), int(systems), int(level), int(skills), int(answer))
    return " ".join(words), Shape(float(talk), *numbers, language)


SHAPE_OF = dict(read(line) for line in SHAPES.strip().splitlines())
