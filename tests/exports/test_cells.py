"""No cell of a CSV that leaves us is run by a spreadsheet, and nothing else of it is changed."""

import csv
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.sheets import csv_line, defused

STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("before", ["", " ", "\t", "\n", "\r", "\u00a0", "\ufeff", "\u202e", "\0", " \u200b "])
def test_a_formula_is_text(start: str, before: str) -> None:
    said = defused(f"{before}{start}cmd|' /C calc'!A0")
    assert said.startswith("'") or said.split("\n")[-1].startswith("'") or said.split("\r")[-1].startswith("'")


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_so_is_one_on_a_later_line(start: str, end: str) -> None:
    assert defused(f"Notes{end}{start}1+1") == f"Notes{end}'{start}1+1"


@pytest.mark.parametrize("cell", ["Clínica Sol", "02004", "a-b", "a=b", "1 + 1", "", "¿Qué?", "line\nline"])
def test_what_is_none_stays(cell: str) -> None:
    assert defused(cell) == cell


@pytest.mark.parametrize("cell", [-5, 0, 2.5, None, True])
def test_numbers_stay_numbers(cell: object) -> None:
    assert defused(cell) == cell


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(st.sampled_from("ab=+-@＝'\"\t\r\n ,;\u202e\u0000"), max_size=8), min_size=1, max_size=4))
def test_a_line_reads_back_and_begins_no_formula(row: list[str]) -> None:
    read = next(csv.reader(StringIO(csv_line(row), newline="")))
    assert read == [defused(cell) for cell in row]
    for cell, was in zip(read, row, strict=True):
        lines = cell.replace("\r", "\n").split("\n")
        assert not any(line.lstrip("\t \u202e\0").startswith(STARTS) for line in lines)
        assert cell.replace("'", "") == was.replace("'", "")
