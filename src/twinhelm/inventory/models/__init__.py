"""What the area remembers."""

from twinhelm.inventory.models.decisions import (
    Acceptance as Acceptance,
)
from twinhelm.inventory.models.decisions import (
    Decision as Decision,
)
from twinhelm.inventory.models.decisions import (
    DecisionComment as DecisionComment,
)
from twinhelm.inventory.models.decisions import (
    DecisionQuerySet as DecisionQuerySet,
)
from twinhelm.inventory.models.decisions import (
    Kickoff as Kickoff,
)
from twinhelm.inventory.models.decisions import (
    Relook as Relook,
)
from twinhelm.inventory.models.needs import (
    AboutWork as AboutWork,
)
from twinhelm.inventory.models.needs import (
    FactorWeight as FactorWeight,
)
from twinhelm.inventory.models.needs import (
    InventorySettings as InventorySettings,
)
from twinhelm.inventory.models.needs import (
    Need as Need,
)
from twinhelm.inventory.models.needs import (
    Overrule as Overrule,
)
from twinhelm.inventory.models.needs import (
    ReckoningChange as ReckoningChange,
)
from twinhelm.inventory.models.rounds import (
    Assignment as Assignment,
)
from twinhelm.inventory.models.rounds import (
    Proposal as Proposal,
)
from twinhelm.inventory.models.rounds import (
    Round as Round,
)
from twinhelm.inventory.models.rounds import (
    RoundChange as RoundChange,
)
from twinhelm.inventory.models.rounds import (
    RoundClient as RoundClient,
)
from twinhelm.inventory.models.rounds import (
    RoundLead as RoundLead,
)
from twinhelm.inventory.models.rounds import (
    RoundLimit as RoundLimit,
)
