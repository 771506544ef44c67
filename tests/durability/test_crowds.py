"""Many at one door at the same moment, on a real database: once means once."""

import json
from typing import Any

from tests.durability.processes import House


def happen(house: House, words: str) -> list[dict[str, int]]:
    finished = house.run("shell", "--no-imports", "-c", f"from tests.durability.crowd import *; {words}")
    return [json.loads(line) for line in finished.stdout.splitlines() if line.startswith("{")]


def test_fifty_people_with_one_letter_take_one_seat(house: Any) -> None:
    outcomes = happen(house, "join_with_one_letter(50)")[0]
    assert outcomes["302"] == 1
    assert sum(outcomes.values()) == 50
    assert set(outcomes) <= {"302", "410", "422", "429"}


def test_fifty_presses_of_one_contacts_link_open_one_visit(house: Any) -> None:
    outcomes, left = happen(house, "open_one_link(50)")
    assert outcomes == {"302 with a cookie": 1, "410 without": 49}
    assert left == {"visits": 1}


def test_an_agency_is_started_once(house: Any) -> None:
    outcomes, left = happen(house, "start_the_agency(8)")
    assert outcomes == {"started": 1, "AlreadyStarted": 7}
    assert left == {"owners": 1}


def test_two_owners_who_remove_each_other_at_once_leave_one(house: Any) -> None:
    outcomes, left = happen(house, "two_owners_remove_each_other()")
    assert left == {"owners": 1}
    assert outcomes["removed"] == 1


def test_guessing_at_once_is_counted_like_guessing_in_turn(house: Any) -> None:
    outcomes = happen(house, "guess_a_password(24)")[0]
    assert outcomes["wrong"] <= 10
    again = happen(
        house,
        "from twinhelm.people.models import *; "
        "print(json.dumps({'status': Client().post('/sign-in/', {'login': Member.objects.get().email, "
        "'password': 'seven lanterns by the pier'}, HTTP_HOST='127.0.0.1').status_code}))",
    )
    assert again == [{"status": 422}], "a restart may not forgive"
