"""`python -m tests.jobs.shifted_worker INSTANT`: the real worker, on a clock that was set to an instant when it began.

The world of the tests plays in November 2026; on the real day its facts may be long past their review.
"""

import sys
from datetime import UTC, datetime

import campaign.clock

shift = datetime.fromisoformat(sys.argv[1]) - datetime.now(UTC)
campaign.clock.now = lambda: datetime.now(UTC) + shift  # before anything else takes the name from there

from campaign import worker  # noqa: E402

sys.exit(worker.main(sys.argv[2:]))
