"""`run`: migrates, loads the demo into an empty database, serves with gunicorn and prints where to look."""

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path

from flask import Flask
from gunicorn.app.base import BaseApplication
from sqlalchemy import func, select

from campaign import demo
from campaign.accounts.models import User
from campaign.app import JOBS, create_app
from campaign.audit import chain
from campaign.config import Config
from campaign.db import session
from campaign.jobs import carrier
from campaign.migrate import open_folder, prepare_database
from campaign.worker import THREADS


class Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn with threads, settings given by us and no file read."""

    def __init__(self, config: Config, host: str, port: int) -> None:
        self.settings = {
            "bind": f"{host}:{port}",
            "worker_class": "gthread",
            "workers": 1,
            "threads": 4,
            "timeout": 60,
            "loglevel": "warning",
            "control_socket_disable": True,  # it would lie in the home folder of whoever serves
        }
        self.configuration = config
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application and, in threads beside it, who does the work in the background."""
        app = create_app(self.configuration)
        crew = carrier.install(self.configuration, JOBS).work(THREADS)
        crew.start()
        self.cfg.set("worker_exit", lambda server, worker: crew.stop())
        return app


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="campaign run", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5000)
    parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")
    parser.add_argument("--data", type=Path, help="folder for database, files and keys (default ./instance)")
    options = parser.parse_args(argv)
    if options.data:
        os.environ["CAMPAIGN_DATA"] = str(options.data)
    config = _addressed(Config.read(), options.host, options.port)
    open_folder(config)
    chain.use_key(config.audit_key)
    prepare_database(config)
    if not options.no_demo and not session.scalar(select(func.count()).select_from(User)):
        demo.load(config)
    session.remove()
    print(f"\nServing on {config.base_url}  (stop with Ctrl+C)", flush=True)
    Server(config, options.host, options.port).run()
    return 0


def _addressed(config: Config, host: str, port: int) -> Config:
    """Links are made from the base address only; unless set, it is where we serve."""
    if "CAMPAIGN_BASE_URL" in os.environ:
        return config
    if host not in ("127.0.0.1", "localhost"):
        print("Set CAMPAIGN_BASE_URL to the address that people use.", file=sys.stderr)
    return replace(config, base_url=f"http://{host}:{port}")
