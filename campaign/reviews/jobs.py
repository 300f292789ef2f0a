"""A word on the day on which a step is due, and one when it is late; each once, the key of the reminder says so."""

from datetime import datetime

from sqlalchemy import select

from campaign import db
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, acting, lock_row, session
from campaign.jobs.work import Result, Work
from campaign.reviews import letters
from campaign.reviews.models import Reminder, Stage, Step, waiting_steps


def remind(work: Work, config: Config) -> Result:
    """Each step in a transaction of its own; twice tells nothing. After days without work only the late ones are told
    that they are late."""
    today = now().date()
    db.read_only()
    due = [
        step.id
        for side in Side
        for step in session.scalars(waiting_steps(side))
        if step.due_on and step.due_on <= today
    ]
    session.expunge_all()
    db.writing()
    return {"reminders": sum(_reminded(work, number, now()) for number in due)}


def _reminded(work: Work, number: int, at: datetime) -> bool:
    with acting(None, None, work.kind, at):
        step = session.get_one(Step, number)
        lock_row(step)
        is_told = step.is_open and step.review.is_open and _tell(step, at)
        work.hold()  # without a note: administrators of both sides see this work (law 7)
        session.commit()
    return is_told


def _tell(step: Step, at: datetime) -> bool:
    assert step.due_on is not None, "an open step has its day"
    stage = Stage.overdue if step.due_on < at.date() else Stage.due
    told = select(Reminder.step_id).where(Reminder.step_id == step.id, Reminder.stage == stage)
    if session.scalar(told) is not None:
        return False
    session.add(Reminder(step=step, stage=stage, told_at=at))
    session.flush()
    letters.reminded(step, stage, at)
    return True
