"""What each client of the demo is like: how much there is to say, how technical the work is, and which language they speak."""

from dataclasses import dataclass

SHAPES = """
Alder Bakery           9.5 8 6 | 1.0 2 3 2 | 240 da
Hollis Health          7.5 7 4 | 7.0 6 5 6 | 240 en
Marlow & Finch         7.6 7 5 | 1.6 4 4 3 | 240 en
Sable Wines            5.4 6 4 | 1.4 4 4 3 | 240 fr
Fjord Hotels           5.2 6 3 | 0.6 0 2 1 | 240 da
Juno Theatre           6.6 6 4 | 0.5 0 1 1 | 240 en
Quill Press            7.8 7 5 | 0.7 1 3 2 | 120 en
Dune Travel            5.0 6 4 | 0.9 3 4 2 | 150 nl
Tulip Bank Trust       4.4 6 3 | 0.6 2 2 1 | 150 nl
Fennel Foods           4.8 6 3 | 0.5 0 1 1 | 120 en
Reed Music             4.8 6 3 | 0.5 0 2 1 | 150 en
Kestrel Rail           2.6 5 1 | 20  6 5 6 | 300 nl
Tern Energy            3.0 5 1 | 7.0 6 5 5 | 300 nl
Pallas                 0.9 3 0 | 8.0 6 5 6 | 360 en
Orbital Labs           1.0 2 0 | 6.0 5 5 5 | 480 en
Heron Insurance        1.6 3 1 | 4.0 5 4 4 | 480 nl
Willow Care            2.6 4 1 | 4.4 5 5 5 | 360 nl
Granite Gym            0.5 2 0 | 3.4 5 4 4 | 480 nl
Umber Paints           1.7 3 1 | 4.6 6 4 5 | 360 en
Vesper Hotels          1.2 2 0 | 9.0 6 5 6 | 480 en
Brightwater Council    5.4 7 4 | 9.0 6 5 6 | 150 en
North Quay             7.4 7 5 | 7.0 6 5 6 | 150 nl
Cobalt Cycles          4.8 6 4 | 4.6 6 5 5 | 150 nl
Moss & Co              1.6 2 1 | 0.8 0 2 1 | 480 en
Otter Print            1.5 3 0 | 1.3 2 4 2 | 480 nl
Harbour Yoga           0.9 1 0 | 0.7 0 1 1 | 480 nl
Elm Street Law         0.8 2 0 | 1.2 3 4 2 | 480 nl
Iris Optics            1.0 2 0 | 0.9 1 3 1 | 480 nl
Juniper Gin            1.4 3 1 | 0.8 1 2 1 | 480 en
Kiln Ceramics          0.7 1 0 | 1.0 2 3 2 | 480 en
Linden School          2.0 4 1 | 0.9 1 2 1 | 360 nl
Saffron Spice          0.6 1 0 | 1.4 3 4 3 | 480 en
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
        return self.systems > 4


def read(line: str) -> tuple[str, Shape]:
    head, technical, promised = line.split("|")
    *words, talk, people, joining = head.split()
    work, systems, level, skills = technical.split()
    answer, language = promised.split()
    numbers = (int(people), int(joining), float(work), int(systems), int(level), int(skills), int(answer))
    return " ".join(words), Shape(float(talk), *numbers, language)


SHAPE_OF = dict(read(line) for line in SHAPES.strip().splitlines())
