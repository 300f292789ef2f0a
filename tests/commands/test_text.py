"""`text check`: the findings as lines or as JSON; a hard one is the exit status."""

import json

from tests.commands.conftest import Run


def test_the_findings_as_json(run: Run) -> None:
    status, out, err = run("text", "check", "--en", "Call 988", "--es", "Llama al 989", "--json")
    assert (status, err) == (1, "")
    found = json.loads(out)
    assert {(one["kind"], one["language"], one["words"], one["severity"]) for one in found} == {
        ("parity", "en", "988", "hard"),
        ("parity", "es", "989", "hard"),
    }
    assert all(one["remedy"] for one in found)


def test_soft_ones_are_no_failure(run: Run) -> None:
    status, out, _err = run("text", "check", "--en", "Call 911.", "--es", "Llama al 911. Usted decide.")
    assert status == 0
    assert out.startswith("register (es, soft): Usted: ")
    assert run("text", "check", "--en", "Call 911.", "--es", "Llama al 911.", "--json")[:2] == (0, "[]\n")


def test_a_text_that_is_missing_is_said(run: Run) -> None:
    status, _out, err = run("text", "check", "--en", "Call 911.")
    assert status == 2
    assert "--es" in err
