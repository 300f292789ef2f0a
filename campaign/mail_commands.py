"""`mail receive`: one letter from a mail server, on standard input."""

import argparse
import sys

from sqlalchemy.exc import OperationalError

from campaign.clock import now
from campaign.commands import open_installation
from campaign.materials.comments.by_mail import receive
from campaign.materials.comments.received import MOST_BYTES

# Exit statuses that mail servers understand (sysexits.h).
TOO_LARGE, NOBODY, TRY_AGAIN = 65, 67, 75


def mail(argv: list[str]) -> int:
    """Take an answer to a letter about a comment; it becomes a comment, and decides nothing."""
    parser = argparse.ArgumentParser(prog="campaign mail", description=mail.__doc__)
    parser.add_argument("verb", choices=["receive"], help="the letter stands on standard input, as it came")
    parser.parse_args(argv)
    raw = sys.stdin.buffer.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        print("This letter is too large. / Este correo es demasiado grande.", file=sys.stderr)
        return TOO_LARGE
    try:
        done = receive(raw, open_installation(), now())
    except OperationalError:
        print("The database is away. / La base de datos no está disponible.", file=sys.stderr)
        return TRY_AGAIN
    if done is None:
        print("Nobody reads mail at this address. / Nadie lee correo en esta dirección.", file=sys.stderr)
        return NOBODY
    print(done)
    return 0
