"""`worker`: does the work in the background beside the server, on this machine or another; it serves nothing."""

import argparse
import signal
import threading

from campaign import logs
from campaign.app import DAILY, JOBS
from campaign.commands import open_installation
from campaign.db import close_database
from campaign.jobs import carrier
from campaign.migrate import refuse_other_key

THREADS = 2  # so that a long batch does not keep the letters waiting


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="campaign worker", description=__doc__)
    parser.add_argument("--threads", type=int, default=THREADS, help="how many jobs at once (default 2)")
    options = parser.parse_args(argv)
    config = open_installation()
    refuse_other_key()
    close_database()
    logs.begin()
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_signal: ended.set())
    crew = carrier.install(config, JOBS).work(options.threads, DAILY)
    crew.start()
    print(f"Working on {config.data}  (stop with Ctrl+C)", flush=True)
    ended.wait()
    crew.stop()
    return 0
