"""Keeping an answer that came by mail. It is a comment like any other, by the rules of the page; it decides nothing."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from campaign.accounts import actions as accounts
from campaign.accounts.models import User
from campaign.config import Config
from campaign.db import acting, session
from campaign.errors import Refused
from campaign.i18n import _, language, number
from campaign.mail.carriers import sender_of
from campaign.mail.kinds import Because, NoticeKind
from campaign.mail.models import Letter
from campaign.mail.replies import answered_letter, comment_of, reply_address
from campaign.materials.comments import actions
from campaign.materials.comments.forms import LONGEST
from campaign.materials.comments.models import Comment, ReceivedLetter
from campaign.materials.comments.received import Received, read

ACT = "materials.answer_by_mail"


def receive(raw: bytes, config: Config, at: datetime) -> str | None:
    """What became of it, in words for the operator's log; None where it was not written to an address of ours, so that
    the mail server says so to its sender. Whoever wrote it learns by a letter why it was not kept."""
    letter = answered_letter(read(raw).recipients, config)
    user = session.get(User, letter.user_id) if letter else None
    if letter is None or user is None:
        return None
    received = read(raw, (sender_of(config), reply_address(letter, config)))
    if received.is_automatic:
        return "left alone: a program wrote it"
    if session.get(ReceivedLetter, received.digest):
        return "kept already"
    try:
        with language(user.language), acting(user, user.side, ACT, at):
            comment = _answer(letter, received, user, at)
            session.add(ReceivedLetter(digest=received.digest, letter_id=letter.id, comment=comment, received_at=at))
            session.commit()
    except Refused as refused:
        session.rollback()
        return _say_why(letter, received, user.id, refused.message, at)
    except IntegrityError:  # the same letter came in twice at once
        session.rollback()
        return "kept already"
    return f"kept as comment {comment.id}"


def _answer(letter: Letter, received: Received, user: User, at: datetime) -> Comment:
    comment = session.get(Comment, comment_of(letter))
    if comment is None or not user.is_live:
        raise Refused(_("There is nothing that you could answer any more."))
    if received.sender != user.email:
        raise Refused(_("It came from another address than that of your account."))
    if not received.words:
        raise Refused(_("No words stood above our letter. Write above its first line, as plain text."))
    if len(received.words) > LONGEST:
        raise Refused(_("An answer has at most %(most)s characters. Write it on the page.", most=number(LONGEST)))
    return actions.answer(comment, received.words, user.language, user, at)


def _say_why(letter: Letter, received: Received, user_id: int, reason: str, at: datetime) -> str:
    """Once for each letter that came, to the address of the account and to no other."""
    user = session.get_one(User, user_id)
    with acting(user, user.side, ACT, at):
        session.add(ReceivedLetter(digest=received.digest, letter_id=letter.id, comment=None, received_at=at))
        if user.is_live:
            path = letter.notice.path
            accounts.tell(
                user,
                lambda: _("Your answer was not kept"),
                lambda: reason,
                at,
                path,
                kind=NoticeKind.comments,
                because=Because.sender,
            )
        session.commit()
    return "not kept: its writer was told why"
