"""What the work of Northlight consists of: the tasks of each scope item, and the screens they are about."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """One task of a scope item: what, by whom, how long."""

    title: str
    who: tuple[str, ...]
    """Who could do it; `lead` is the production lead's."""
    hours: float
    skill: str = ""
    line: str = ""
    """What its time counts as."""
    label: str = ""

    def titled(self, project: str) -> str:
        main, single = SCREENS.get(project, USUAL_SCREENS)
        return self.title.format(main=main, single=single)


PIECES: dict[str, tuple[Piece, ...]] = {
    "Concept and page plan": (
        Piece("Page plan on one sheet", ("lead",), 5, "Workshops", label="concept"),
        Piece("Walk through the plan with the client’s people", ("lead",), 3, "Workshops", "understanding", "concept"),
    ),
    "Design of all page types": (
        Piece("Draw the {main}, two versions", ("dee", "lio"), 12, "Figma", "content", "design"),
        Piece("Draw the {single}", ("dee", "lio"), 10, "Figma", "content", "design"),
        Piece("Check contrast and focus of the {main}", ("lead",), 3, "Accessibility", "review", "design"),
    ),
    "Texts and pictures loaded": (
        Piece("Write the texts of the {main}", ("suri",), 14, "Copywriting", "content", "content"),
        Piece("Choose and crop the pictures for the {main}", ("dee", "lio"), 5, "Photography", "content", "content"),
        Piece("Load texts and pictures of the {single}", ("suri", "dee"), 6, "Copywriting", "content", "content"),
    ),
    "Templates built": (
        Piece("Build the {main}", ("marek",), 18, "WordPress", "settings", "build"),
        Piece("Build header, menu and footer", ("marek",), 8, "WordPress", "settings", "build"),
    ),
    "Forms and payment": (
        Piece("Build the order form", ("marek",), 9, "Shopify", "settings", "build"),
        Piece("Connect the card payment", ("marek",), 6, "Shopify", "settings", "build"),
    ),
    "Search": (Piece("Set up the search and its synonyms", ("marek",), 7, "WordPress", "settings", "build"),),
    "Move of the old content": (
        Piece("List what moves and what goes", ("suri",), 4, "Search engines", "content", "content"),
        Piece("Redirect the old addresses", ("marek",), 3, "Search engines", "settings", "content"),
    ),
    "Tests on five devices": (
        Piece("Test the {main} on five devices", ("lead",), 8, "Quality assurance", "qa", "tests"),
        Piece("Mend what the tests of the {main} found", ("marek",), 8, "Accessibility", "qa", "tests"),
    ),
    "Training for the team": (Piece("Training for the client’s team", ("lead",), 4, "Workshops", label="training"),),
}
CARE = (
    Piece("Updates and backup checked", ("marek",), 2, "WordPress", "settings", "care"),
    Piece("Small changes of the month", ("dee", "suri"), 5, "Copywriting", "content", "care"),
    Piece("Monthly report", ("lead",), 2, "Analytics", "review", "care"),
)
SCREENS = {
    "Annual report": ("opening pages", "table of figures"),
    "App": ("class timetable", "check-in"),
    "Booking": ("room search", "booking form"),
    "Campaign": ("landing page", "recipe card"),
    "Catalogue": ("catalogue", "page of a title"),
    "Citizens' portal": ("overview of forms", "moving-house form"),
    "Claims form": ("claims form", "upload of photos"),
    "Colour finder": ("colour wheel", "page of a colour"),
    "Configurator": ("configurator", "summary"),
    "First website": ("start page", "page of services"),
    "Harvest": ("landing page", "page of a vineyard"),
    "Jobs": ("list of jobs", "application form"),
    "Leasing pages": ("list of spaces", "page of a space"),
    "Look book": ("look book", "page of a look"),
    "Measuring app": ("measuring screen", "history"),
    "Newsletter": ("monthly issue", "sign-up"),
    "Open day": ("invitation", "programme of the day"),
    "Patient portal": ("list of appointments", "patient file"),
    "Rebrand": ("brand page", "showroom page"),
    "Recipes": ("recipe finder", "recipe"),
    "Season menus": ("menu of the season", "page of a cake"),
    "Season programme": ("programme", "page of an evening"),
    "Shop": ("shop window", "product page"),
    "Store finder": ("map of stores", "page of a store"),
    "Tariff pages": ("tariff comparison", "page of a tariff"),
    "Timetable app": ("departure board", "route map"),
    "Tour pages": ("list of dates", "page of a concert"),
    "Trips": ("trip finder", "page of a trip"),
    "Winter campaign": ("landing page", "competition"),
}
"""What is drawn and built for a project: its main screen and a single one."""
USUAL_SCREENS = ("start page", "about page")
