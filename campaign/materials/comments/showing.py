"""Comments as pages show them: each with its answers, and what this reader may read of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from campaign.accounts.models import User
from campaign.db import session
from campaign.materials.comments.models import Comment, comments_on
from campaign.materials.models import Material
from campaign.permissions import comment_on, see_comment


@dataclass(frozen=True)
class Thread:
    """A comment and what was answered, oldest first."""

    head: Comment
    answers: Sequence[Comment]

    @property
    def is_open(self) -> bool:
        return self.head.settled_at is None


def threads(material: Material, user: User) -> list[Thread]:
    """In the order in which they were begun; one query, and none for whoever has no part in the talk."""
    if not comment_on(user, material):
        return []
    seen = [comment for comment in session.scalars(comments_on(material.id)) if see_comment(user, comment)]
    heads = [comment for comment in seen if comment.answers_id is None]
    return [Thread(head, [one for one in seen if one.answers_id == head.id]) for head in heads]


def open_threads(material: Material, user: User) -> list[Thread]:
    return [thread for thread in threads(material, user) if thread.is_open]
