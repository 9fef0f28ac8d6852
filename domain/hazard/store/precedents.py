"""What an act is measured by beside its hazard: photos and letters shown before, the same place closed on the spot."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, func, select, text

from domain.cases.case import Case
from domain.cases.kind import Follow
from domain.cases.visibility import may_see
from domain.commands import (
    CloseOnSpot,
    Command,
    ConcludeTransfer,
    Dismiss,
    FollowMain,
    InOwnWords,
    LookBackOk,
    RefuseResume,
    Reopen,
    Report,
    RequestResume,
    ResumeUse,
    ServeMeasure,
    Submit,
    SuspendUse,
    TakeBack,
    Transfer,
)
from domain.darkroom.kinds import PDF
from domain.directory.organisation import Actor, Directory
from domain.hazard.drafting import unit_of
from domain.hazard.store import other_hazards
from domain.hazard.store.shown_elsewhere import shown_elsewhere
from domain.points.writing import department_of
from domain.tables import Hazard
from domain.tables.core import EVIDENCE
from domain.words import State

ENDED = frozenset({State.CLOSED, State.DISMISSED, State.VOIDED})
OF_USE = SuspendUse | RequestResume | ResumeUse | RefuseResume
SHOWS_SOMETHING_NEW = (Report, LookBackOk, InOwnWords, TakeBack, ConcludeTransfer, ServeMeasure, OF_USE)
"""Acts whose photos, if there are any, must be other ones than those of before."""
_SHOWN = text("""
    SELECT DISTINCT named.file #>> '{}' FROM journal j, jsonb_path_query(j.data, '$.**.photos[*]') AS named(file)
    WHERE j.case_id = :hazard AND (:whole OR j.seq <= (SELECT coalesce(max(seq), 0) FROM journal
        WHERE case_id = :hazard AND action IN ('send_back', 'refuse_closure', 'reopen')))
""")
_TAKEN = select(func.coalesce(EVIDENCE.c.taken_at, EVIDENCE.c.uploaded_at)).where(
    EVIDENCE.c.hash.in_(bindparam("hashes", expanding=True)), EVIDENCE.c.uploaded_by == bindparam("by")
)
_PICTURES = (
    select(EVIDENCE.c.hash, func.max(EVIDENCE.c.picture), func.bool_or(EVIDENCE.c.kind == PDF))
    .where(EVIDENCE.c.hash.in_(bindparam("hashes", expanding=True)))
    .group_by(EVIDENCE.c.hash)
)
# People write a number with brackets or a dash, with or without blanks, 年, 第, 号, noughts before the
# serial: two are the same when their words are, and their figures in order.
_WORDS = r"regexp_replace(normalize({0}, NFKC), '[0-9\s年第号號〔〕【】\[\]()－–—-]+', '', 'g')"
_FIGURES = r"regexp_replace(normalize({0}, NFKC), '[^0-9]+', ' ', 'g')"
PLAIN = rf"({_WORDS} || regexp_replace(' ' || btrim({_FIGURES}), ' 0*([0-9])', ' \1', 'g'))"
_LETTER = text(f"""
    SELECT coalesce(h.number, h.ref) FROM journal j JOIN hazard h ON h.id = j.case_id JOIN unit u ON u.id = h.unit_id
        WHERE j.action = 'transfer' AND h.id <> :hazard AND starts_with(u.path, :sender)
            AND {PLAIN.format("j.data ->> 'letter_number'")} = {PLAIN.format("CAST(:letter AS text)")}
    UNION ALL SELECT p.number FROM paper p WHERE p.number IS NOT NULL
        AND NOT (p.hazard_id = :hazard AND p.kind = 'handover_letter')
        AND {PLAIN.format("p.number")} = {PLAIN.format("CAST(:letter AS text)")} LIMIT 1
""")  # noqa: S608 - only our own words are put in
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('letters of ' || :sender))")


def with_precedents(connection: Connection, case: Case, command: Command, who: Actor) -> Case:
    """The case with what this command is measured by; most commands need nothing."""
    by = who.person_id
    if isinstance(command, CloseOnSpot):
        since = case.at - timedelta(days=case.policy.on_spot.not_again_within_days)
        again = bool(other_hazards.last_closed_on_spot(connection, [case.hazard], since))
        return _knowing_its_pictures(connection, replace(case, on_spot_before=again), command, who)
    if isinstance(command, Submit):
        case = replace(case, came_back_from=_came_back_from(connection, case, who))
    if isinstance(command, Submit | Reopen | LookBackOk | TakeBack | ConcludeTransfer | OF_USE):
        shown = _shown_before(connection, case, whole=not isinstance(command, Submit))
        case = replace(case, shown_before=shown, taken=_taken(connection, command.photos, by))
    if isinstance(command, Submit) or (isinstance(command, SHOWS_SOMETHING_NEW) and command.photos_shown()):
        return _knowing_its_pictures(connection, case, command, who)
    if isinstance(command, Transfer):
        return replace(case, letter_used_by=_letter_used_by(connection, case, command.letter_number))
    if isinstance(command, Dismiss) and command.duplicate_of:
        return replace(case, main=_main_of(connection, case, command.duplicate_of, who))
    return case


def follows(connection: Connection, main: Case) -> list[Follow]:
    """Whoever reported the same thing hears, under their own report, what became of the main one."""
    if main.hazard.state not in ENDED:
        return []
    said = FollowMain(main=main.hazard.number or main.hazard.ref, reason=State(main.hazard.state).label)
    found = other_hazards.duplicates_of(connection, main.hazard.id or 0)
    return [Follow(case_id=duplicate, state=State.DISMISSED, command=said) for duplicate in found]


def with_its_department(connection: Connection, directory: Directory, command: Command) -> Command:
    """A report that names only the unit belongs to the department whose point that place is, if there is one."""
    if not isinstance(command, Report) or command.department:
        return command
    unit, department = unit_of(command, directory)
    found = None if department else department_of(connection, directory, unit, command.place)
    return command if found is None else command.model_copy(update={"department": found.code})


def _main_of(connection: Connection, case: Case, name: str, who: Actor) -> Hazard | None:
    """The hazard that a dismissal calls the main one, if whoever presses may see it."""
    main = other_hazards.named_hazard(connection, name)
    seen = main is not None and may_see(main, case.directory, who, case.at)
    return main if seen else None


def _came_back_from(connection: Connection, case: Case, who: Actor) -> str | None:
    """What `Case.came_back_from` says."""
    since = case.hazard.reported_at - timedelta(days=case.policy.on_spot.not_again_within_days)
    former = other_hazards.closed_before(connection, case.hazard, since)
    if former is None:
        return None
    return (former.number or former.ref) if may_see(former, case.directory, who, case.at) else ""


def _shown_before(connection: Connection, case: Case, *, whole: bool) -> frozenset[str]:
    """Photos shown in earlier rounds, or `whole`: in all of them."""
    said = {"hazard": case.hazard.id or 0, "whole": whole}
    return frozenset(connection.execute(_SHOWN, said).scalars())


def _taken(connection: Connection, photos: Iterable[str], by: int | None) -> tuple[datetime, ...]:
    return tuple(connection.execute(_TAKEN, {"hashes": list(photos), "by": by}).scalars())


def _knowing_its_pictures(connection: Connection, case: Case, command: Command, who: Actor) -> Case:
    """The case with what the photos of this act show, and those it is compared with; which of them are papers.

    And which of its after-photos another hazard shows.
    """
    of_the_hazard = (*case.hazard.before_photos, *case.hazard.after_photos)
    hashes = sorted({*command.photos_shown(), *of_the_hazard, *case.shown_before})
    found = connection.execute(_PICTURES, {"hashes": hashes}).all() if hashes else ()
    return replace(
        case,
        elsewhere=shown_elsewhere(connection, case, after_photos_of(command), who),
        pictures={photo: picture for photo, picture, _ in found if picture},
        documents=frozenset(photo for photo, _, is_paper in found if is_paper),
    )


def after_photos_of(command: Command) -> list[str]:
    """What an act shows as put right: of a photo of something else nobody could tell."""
    if isinstance(command, Report):
        return command.fixed.photos if command.fixed else []
    return command.photos if isinstance(command, Submit | LookBackOk) else []


def _letter_used_by(connection: Connection, case: Case, letter: str) -> str:
    """The other hazard or paper that went out under this number of the same sender; empty when there is none."""
    sender = case.directory.authority_of(case.hazard.unit_id).path
    connection.execute(_ONE_AT_A_TIME, {"sender": sender})
    said = {"hazard": case.hazard.id or 0, "sender": sender, "letter": letter}
    return str(connection.execute(_LETTER, said).scalar() or "")
