"""Somebody who goes on working while an installation is copied: one committed act after the other, in a thread."""

import threading
import time

from sqlalchemy.exc import DBAPIError

from campaign import clock
from campaign.accounts.models import User
from campaign.campaigns import actions
from campaign.campaigns.models import CampaignKind
from campaign.db import acting, session
from tests.world import BRIEF, NOW


class Writer(threading.Thread):
    """`kept` holds the numbers of what was acknowledged; `refused` says what ended the work."""

    def __init__(self, user_id: int) -> None:
        super().__init__(daemon=True)
        self.user_id = user_id
        self.kept: list[int] = []
        self.refused = ""
        self.ended = threading.Event()
        self.start()

    def run(self) -> None:
        try:
            with clock.at(NOW):
                while not self.ended.is_set():
                    self._act()
        except DBAPIError as error:
            session.rollback()
            self.refused = str(error.orig)
        finally:
            session.remove()

    def _act(self) -> None:
        user = session.get_one(User, self.user_id)
        with acting(user, user.side, "campaigns.new", NOW):
            made = actions.create(BRIEF, CampaignKind.joint, user, NOW)
            session.commit()
        self.kept.append(made.id)
        session.remove()

    def go_on(self, acts: int = 3) -> None:
        """Until so many more acts were kept."""
        wanted, end = len(self.kept) + acts, time.monotonic() + 120
        while len(self.kept) < wanted and not self.refused:
            assert time.monotonic() < end, "the writer stands still"
            time.sleep(0.01)

    def stop(self) -> None:
        self.ended.set()
        self.join(60)
