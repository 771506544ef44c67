"""What the area remembers."""

from twinhelm.transition.models.afterwards import CheckIn, JointReview, Pulse
from twinhelm.transition.models.handing import HandOverLine, Rating, Reassignment
from twinhelm.transition.models.measuring import Figure, Measurement, Review, ReviewComment, StaffAnswer
from twinhelm.transition.models.programmes import Blackout, Programme, Wave
from twinhelm.transition.models.telling import (
    Acknowledgement,
    Education,
    EducationLetter,
    EducationTemplate,
    Worry,
)
from twinhelm.transition.models.transitions import BlackoutOverrule, Confirmation, Stage, Transition

__all__ = [
    "Acknowledgement",
    "Blackout",
    "BlackoutOverrule",
    "CheckIn",
    "Confirmation",
    "Education",
    "EducationLetter",
    "EducationTemplate",
    "Figure",
    "HandOverLine",
    "JointReview",
    "Measurement",
    "Programme",
    "Pulse",
    "Rating",
    "Reassignment",
    "Review",
    "ReviewComment",
    "StaffAnswer",
    "Stage",
    "Transition",
    "Wave",
    "Worry",
]
