"""Passwords at a price that a test can pay; that the real ones are dear is seen in tests/accounts."""

import pytest
from argon2 import PasswordHasher

from campaign.accounts import actions as accounts


@pytest.fixture(autouse=True)
def _cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
