"""`run`: migrates, loads the demo into an empty database, serves with gunicorn and prints where to look."""

import argparse
import gc
import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path

from flask import Flask
from gunicorn.app.base import BaseApplication
from sqlalchemy import func, select

from campaign import demo, logs
from campaign.accounts.models import User
from campaign.app import DAILY, JOBS, create_app
from campaign.audit import chain
from campaign.config import Config
from campaign.db import close_database, session
from campaign.jobs import carrier
from campaign.jobs.queues import queue_of
from campaign.migrate import open_folder, prepare_database, refuse_other_key
from campaign.worker import THREADS

CPUS = len(os.sched_getaffinity(0))
TURN = 0.02  # seconds that a thread computes before another may: a page takes about as long, and two at once are slower


class Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn with one process for each CPU (two at least, so that one can fall) and eight threads in each: some of
    them wait, for a sheet or for their turn to be told that a password is wrong."""

    def __init__(self, config: Config, host: str, port: int, workers: int, is_working: bool) -> None:
        self.settings = {
            "bind": f"{host}:{port}",
            "worker_class": "gthread",
            "workers": workers,
            "threads": 8,
            "timeout": 60,
            "graceful_timeout": 30,  # seconds that a request under way has, once the server is told to end
            "logconfig_dict": logs.CONFIG,
            "control_socket_disable": True,  # it would lie in the home folder of whoever serves
        }
        self.configuration = config
        self.crew_threads = max(1, THREADS // workers) if is_working else 0
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application and, in threads beside it, who does the work in the background."""
        logs.begin()
        app = create_app(self.configuration)
        hand_over = carrier.install(self.configuration, JOBS)
        if self.crew_threads:
            crew = hand_over.work(self.crew_threads, DAILY)
            crew.start()
            self.cfg.set("worker_exit", lambda server, worker: crew.stop())
        sys.setswitchinterval(TURN)
        gc.collect()
        gc.freeze()  # the program itself is no garbage: let nobody look through it for some, page after page
        gc.set_threshold(50_000, 20, 50)
        return app


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="campaign run", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5000)
    parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")
    parser.add_argument("--workers", type=_count, default=max(2, CPUS), help=f"processes (default here {max(2, CPUS)})")
    parser.add_argument("--no-work", action="store_true", help="leave the work in the background to `worker`")
    parser.add_argument("--data", type=Path, help="folder for database, files and keys (default ./instance)")
    options = parser.parse_args(argv)
    if options.data:
        os.environ["CAMPAIGN_DATA"] = str(options.data)
    config = _addressed(Config.read(), options.host, options.port)
    open_folder(config)
    queue_of(config)  # what is wrong with its address is said here, not in a process that is started over and over
    chain.use_key(config.audit_key)
    prepare_database(config)
    refuse_other_key()
    if not options.no_demo and not session.scalar(select(func.count()).select_from(User)):
        demo.load(config)
    close_database()
    print(f"\nServing on {config.base_url}  (stop with Ctrl+C)", flush=True)
    shutil.rmtree(config.data / "metrics", ignore_errors=True)  # of processes that are gone
    Server(config, options.host, options.port, options.workers, not options.no_work).run()
    return 0


def _count(said: str) -> int:
    number = int(said)
    if not 1 <= number <= 64:
        raise ValueError
    return number


def _addressed(config: Config, host: str, port: int) -> Config:
    """Links are made from the base address only; unless set, it is where we serve."""
    if "CAMPAIGN_BASE_URL" in os.environ:
        return config
    if host not in ("127.0.0.1", "localhost"):
        print("Set CAMPAIGN_BASE_URL to the address that people use.", file=sys.stderr)
    return replace(config, base_url=f"http://{host}:{port}")
