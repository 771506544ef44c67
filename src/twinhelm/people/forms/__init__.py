"""The shape of what people type about people."""

from twinhelm.people.forms.members import (
    AddMemberForm,
    AgainForm,
    AgencyForm,
    ChangePasswordForm,
    CodeAgainForm,
    CodeForm,
    EmailForm,
    FacesSelect,
    FirstCodeForm,
    InviteForm,
    JoinForm,
    NewPasswordForm,
    PeopleFilter,
    ProfileForm,
    RenameForm,
    RolesForm,
    SignInForm,
    StartForm,
    TokenForm,
    password_field,
    speak_plainly,
    zones,
)
from twinhelm.people.forms.opening import (
    OpeningForm,
)
from twinhelm.people.forms.presence import (
    WEEKDAYS,
    AbsenceForm,
    HereFilter,
    PatternForm,
)
from twinhelm.people.forms.regions import (
    RegionForm,
)
from twinhelm.people.forms.skills import (
    LEVELS,
    MergeForm,
    SkillForm,
    SkillNameForm,
    SkillsFilter,
)
from twinhelm.people.forms.tables import (
    TableForm,
)

__all__ = [
    "LEVELS",
    "WEEKDAYS",
    "AbsenceForm",
    "AddMemberForm",
    "AgainForm",
    "AgencyForm",
    "ChangePasswordForm",
    "CodeAgainForm",
    "CodeForm",
    "EmailForm",
    "FacesSelect",
    "FirstCodeForm",
    "HereFilter",
    "InviteForm",
    "JoinForm",
    "MergeForm",
    "NewPasswordForm",
    "OpeningForm",
    "PatternForm",
    "PeopleFilter",
    "ProfileForm",
    "RegionForm",
    "RenameForm",
    "RolesForm",
    "SignInForm",
    "SkillForm",
    "SkillNameForm",
    "SkillsFilter",
    "StartForm",
    "TableForm",
    "TokenForm",
    "password_field",
    "speak_plainly",
    "zones",
]
