"""What sentences say, and what they never say."""

from twinhelm.inventory.choices import Hat
from twinhelm.inventory.models import Assignment
from twinhelm.inventory.queries.sentences import breaks, otherwise, relaxed, why

NAMES = {1: "Ana", 2: "Pim", 3: "Mirela"}
KNOWN = {
    "key": "relationship",
    "score": 84,
    "weight": 4,
    "letters": 212,
    "letters_of_all": 600,
    "led_months": 49,
    "months": 60,
}
LOST = {"member": 1, "months": 49, "led_months": 49, "letters": 212, "strength": 84, "cost": 84}


def test_it_says_in_one_sentence_what_speaks_for_somebody():
    facts = {"parts": [KNOWN, {"key": "language", "score": 80, "weight": 2, "language": "da", "level": 4}]}
    assert why(facts, NAMES) == "Wrote 212 of our 600 letters in a year, has led here for 4 years and speaks Danish."


def test_where_little_is_known_it_says_so():
    assert why({"parts": []}, NAMES) == "Too little is known to say what speaks for whom."


def test_somebody_who_is_away_at_first_is_said_to_be():
    facts = {"parts": [KNOWN, {"key": "absence", "score": 25, "weight": 3, "here": 25}]}
    assert why(facts, NAMES).endswith("Is there for only 25 % of the first four weeks.")


def test_what_somebody_likes_is_never_said_even_if_it_were_stored():
    facts = {"parts": [{"key": "liking", "score": 100, "weight": 9, "mean": 2}]}
    assert "lik" not in why(facts, NAMES).lower()


def test_the_runner_up_has_a_price_and_a_loss():
    one = Assignment(
        hat=Hat.ACCOUNT, member_id=1, runner_up_id=3, extra_cost=18, facts={"other": {"fit": 60, "breaks": [LOST]}}
    )
    assert otherwise(one, NAMES) == "Runner-up Mirela; choosing Mirela costs 1.8 and breaks 4 years with Ana."


def test_where_nobody_else_can_it_says_so():
    assert otherwise(Assignment(member_id=1), NAMES) == "Nobody else can: nobody has the room and may."


def test_what_breaks_is_said_with_its_years_and_letters():
    assert breaks({"breaks": [LOST]}, NAMES) == ["Breaks 4 years with Ana, who wrote 212 letters in a year."]


def test_it_says_which_limit_to_relax_and_by_how_much():
    rows = [
        {"price": 120, "changes": [{"kind": "room", "member": 1, "by": 120}]},
        {"price": 200, "changes": [{"kind": "pin", "member": 2, "asked": 7, "hat": "account"}]},
    ]
    assert relaxed(rows, NAMES, {7: "Kestrel Rail"}) == [
        "Give Ana room for 120 points more (one client of middling need).",
        "Lift the pin of Kestrel Rail to Pim.",
    ]


def test_skills_are_told_as_all_or_some_of_what_is_needed():
    def told(level):
        skills = [["Figma", 4, 3], ["Shopware", level, 3]]
        return why({"parts": [{"key": "skills", "score": 80, "weight": 4, "skills": skills}]}, NAMES)

    assert told(3) == "Can do all that is needed (Figma, Shopware)."
    assert told(2) == "Can do some of what is needed (Figma)."
