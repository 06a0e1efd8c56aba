"""An event's status → how it is drawn: fill, line and dashes, so that it can be told in greyscale."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How events of some statuses are drawn; colours are those of Okabe and Ito, `dashes` are canvas units."""

    name: str
    statuses: tuple[Status, ...]
    fill: str
    line: str
    width: int = 2
    dashes: tuple[int, ...] = ()


_WHITE = "#ffffff"
LOOKS = (
    Look(
        name="took place, is under way or is in force",
        statuses=(Status.OCCURRED, Status.UNDERWAY, Status.IMPOSED, Status.EXTENDED),
        fill="#0072b2",
        line="#003a5c",
    ),
    Look(
        name="planned, announced or proposed",
        statuses=(
            Status.MOOTED,
            Status.PLANNED,
            Status.ANNOUNCED,
            Status.SCHEDULED,
            Status.RESCHEDULED,
            Status.PROPOSED,
        ),
        fill=_WHITE,
        line="#0072b2",
        width=3,
    ),
    Look(
        name="postponed or suspended",
        statuses=(Status.POSTPONED, Status.SUSPENDED),
        fill="#f6e3b3",
        line="#8a5a00",
        width=3,
        dashes=(12, 4),
    ),
    Look(
        name="cancelled, failed or did not take place",
        statuses=(Status.CANCELLED, Status.DID_NOT_OCCUR, Status.FAILED),
        fill=_WHITE,
        line="#b23a00",
        width=3,
        dashes=(4, 4),
    ),
    Look(
        name="eased, lifted or expired",
        statuses=(Status.EASED, Status.LIFTED, Status.EXPIRED),
        fill="#b8e0d2",
        line="#00694b",
        width=2,
        dashes=(2, 3),
    ),
    Look(name="status not known", statuses=(Status.UNKNOWN,), fill="#d9d9d9", line="#777777", width=1),
)
_BY_STATUS = {status.value: look for look in LOOKS for status in look.statuses}


def look_of(status: str) -> Look:
    """Return the look of a status; one that is not in the list looks like an unknown one."""
    return _BY_STATUS.get(status, LOOKS[-1])
