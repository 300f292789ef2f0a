"""What `python3 -m campaign jobs` does: list the work in the background, show one, cancel it, try it again."""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

from campaign.clock import now
from campaign.commands import open_installation
from campaign.db import acting, session
from campaign.errors import Refused
from campaign.jobs import actions
from campaign.jobs.models import Job, JobState, PartState, listed, parts_of

MOST = 50  # that are listed unless told otherwise


def jobs(argv: list[str]) -> int:
    """List, show, cancel and retry work in the background, whoever asked for it."""
    options = _parser().parse_args(argv)
    open_installation()
    acts: dict[str, Callable[[Job, datetime], None]] = {"cancel": actions.cancel, "retry": actions.retry}
    try:
        if options.verb == "list":
            return _list(options)
        job = _found(options.number)
        if options.verb in acts:
            with acting(None, None, f"jobs.{options.verb}", now()):
                acts[options.verb](job, now())
                session.commit()
        return _show(job, options.json)
    except Refused as refused:
        session.rollback()
        print(refused.message, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="campaign jobs", description=jobs.__doc__)
    verbs = parser.add_subparsers(dest="verb")
    shown = verbs.add_parser("list", help="the newest first (what is done without a word)")
    for one in (parser, shown):
        one.add_argument("--state", choices=[state.value for state in JobState])
        one.add_argument("--most", type=int, default=MOST, help=f"how many at most (default {MOST})")
        one.add_argument("--json", action="store_true")
    parser.set_defaults(verb="list")
    for verb, words in (
        ("show", "one of them, with every part that failed"),
        ("cancel", "stop what has not ended; what is done stays done"),
        ("retry", "work again on what failed or was left"),
    ):
        one = verbs.add_parser(verb, help=words)
        one.add_argument("number", type=_number, help="12 or J-0012")
        one.add_argument("--json", action="store_true")
    return parser


def _number(said: str) -> int:
    return int(said.upper().removeprefix("J-"))


def _found(number: int) -> Job:
    job = session.get(Job, number) if 0 < number < 2**63 else None
    if job is None:
        raise Refused(f"There is no job {number}.")
    return job


def _list(options: argparse.Namespace) -> int:
    state = JobState(options.state) if options.state else None
    found = session.scalars(listed(state).limit(max(0, options.most))).all()
    if options.json:
        print(json.dumps([_told(job) for job in found], ensure_ascii=False))
        return 0
    for job in found:
        print(
            f"{job.code}  {job.state.value:<9}  {job.done}/{job.total:<6} {_at(job.asked_at)}  {job.kind}{_reason(job)}"
        )
    if not found:
        print("No jobs.")
    return 0


def _reason(job: Job) -> str:
    return f"  {job.error.en}" if job.error.en else ""


def _show(job: Job, is_json: bool) -> int:
    failed = [part for part in session.scalars(parts_of(job.id)) if part.state is PartState.failed]
    told = {**_told(job), "failed_parts": [{"key": part.key, "reason": part.error.en} for part in failed]}
    if is_json:
        print(json.dumps(told, ensure_ascii=False))
        return 0
    for name, value in told.items():
        if name != "failed_parts" and value not in (None, "", {}):
            print(f"{name:<10} {json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value}")
    for part in failed:
        print(f"failed     {part.key}: {part.error.en}")
    return 0


def _told(job: Job) -> dict[str, Any]:
    """As `--json` says it; instants in UTC."""
    return {
        "number": job.id,
        "code": job.code,
        "kind": job.kind,
        "state": job.state.value,
        "done": job.done,
        "total": job.total,
        "attempts": job.attempts,
        "note": job.note,
        "reason": job.error.en,
        "reason_es": job.error.es,
        "payload": job.payload,
        "result": job.result,
        "side": job.side.value if job.side else None,
        "asked_at": _at(job.asked_at),
        "started_at": _at(job.started_at),
        "ended_at": _at(job.ended_at),
    }


def _at(moment: datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
