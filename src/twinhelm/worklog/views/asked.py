"""What every page of the area asks first: who, which day it is for them, which period."""

from datetime import date

from twinhelm.foundation import clock
from twinhelm.people.views.doors import MemberRequest


def today_of(request: MemberRequest) -> date:
    return clock.day_in(request.user.zone, clock.now())
