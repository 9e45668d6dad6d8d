"""The order of day and month in a sheet is that of all its dates, and where they do not agree none is taken."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crampdiary.diary.model import Episode
from crampdiary.errors import UsageError
from crampdiary.exchange.reading import BadRowsError
from kit.sheets import read, reading_of

days = st.lists(st.dates(date(2025, 1, 1), date(2026, 3, 1)), min_size=2, max_size=8, unique=True)
ORDERS = {"dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y"}
MAY_BE_SWAPPED = "A spreadsheet may have swapped day and month"


def sheet(*dates: str) -> str:
    return "\n".join(["Date,Pain", *(f"{each},5" for each in dates), ""])


@settings(max_examples=15, deadline=None)
@given(days=days, order=st.sampled_from(sorted(ORDERS)))
def test_one_date_past_the_12th_tells_the_order_of_all(
    days: list[date], order: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder, written = tmp_path_factory.mktemp("a"), [each.strftime(ORDERS[order]) for each in days]
    if all(each.day <= 12 for each in days):
        with pytest.raises(UsageError, match="could be two days"):
            read(folder, sheet(*written))
        return
    found = read(folder, sheet(*written))
    assert {each.night for each in found if isinstance(each, Episode)} == {*days}


@pytest.mark.parametrize("at", range(3))
@pytest.mark.parametrize("further", [3, 60])
def test_dates_of_both_orders_are_no_order_wherever_they_stand(at: int, further: int, tmp_path: Path) -> None:
    open_yet = [f"{day % 12 + 1:02}/03/2026" for day in range(further)]
    dates = [*open_yet, "15/03/2026"]
    dates.insert((0, further // 2, further + 1)[at], "03/13/2026")
    with pytest.raises(UsageError, match=r"both orders, as in .*03/13/2026") as told:
        read(tmp_path, sheet(*dates))
    assert '"15/03/2026"' in f"{told.value}"
    with pytest.raises(BadRowsError, match="1 row cannot be read"):
        read(tmp_path, sheet(*dates), dates="dmy")


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        (("13/03/2026", "14/03/2026", "2026-01-04"), "2026-01-04 was 2026-04-01"),
        (("2026-01-04 00:00:00", "13/03/2026"), "2026-01-04 was 2026-04-01"),
        (("03/13/2026", "2026-04-01"), "2026-04-01 was 2026-01-04"),
        (("13/03/2026", "2026-01-04", "2026-03-20"), ""),
        (("13/03/2026", "02/03/2026", "2026-01-04"), ""),
        (("13/03/2026", "2026-03-03"), ""),
        (("2026-01-04", "2026-02-04"), ""),
        (("13/03/2026", "04/01/2026"), ""),
    ],
)
def test_dates_that_a_spreadsheet_may_have_swapped_are_pointed_out(
    dates: tuple[str, ...], told: str, tmp_path: Path
) -> None:
    reading, found = reading_of(tmp_path, sheet(*dates))
    assert len(found) == len(dates)
    (said,) = [each for each in reading.said if MAY_BE_SWAPPED in each] or [""]
    assert (said != "") is (told != "")
    assert told in said


def test_other_columns_do_not_end_the_look_at_the_dates(tmp_path: Path) -> None:
    first = date(2026, 1, 1)
    dates = [(first + timedelta(days=each)).strftime("%d/%m/%Y") for each in range(70)]
    text = "\n".join(["Date,Pain,Magnesium,Time", *(f"{each},5,yes,03:10" for each in dates), ""])
    assert len(read(tmp_path, text)) == 140
