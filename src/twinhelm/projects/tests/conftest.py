"""The area alone: what areas above put before a state is looked at in their own tests."""

import pytest

from twinhelm.projects.queries import gates


@pytest.fixture(autouse=True)
def no_gates(monkeypatch):
    standing: list[gates.Gate] = []
    monkeypatch.setattr(gates, "_gates", standing)
    return standing
