"""What stands beside the seals: columns that follow from others, chains of their own, and what nothing vouches for.

Every column of the schema is named in exactly one of `seals.DECIDED` and these; a table's name stands for all its
columns that are not named. A test compares them with the schema, so that a new column must choose.
"""

from domain.seals import chain

WORKED_OUT_ANEW: dict[str, str] = {
    "hazard.line": "from level, source and who took it over",
    "hazard.next_action_at": "from terms, what fired in the journal, policy and calendar",
    "hazard.holders": "from state and posts",
    "hazard.late_holders": "from waits that fired in the journal",
    "hazard.involved": "sealed as a list of its own",
    "task.next_action_at": "from terms, what fired in the journal, policy and calendar",
    "task.holders": "from state and posts",
    "task.late_holders": "from waits that fired in the journal",
    "task.involved": "sealed as a list of its own",
    "paper.holders": "from the kind and posts, while the hazard is open",
    "case_involved": "the list in the hazard's row, person by person",
    "case_evidence": "what the lines of the journal name",
    "cases.kind": "from the table of its row",
    "cases.ref": "from the ref of its row",
}
"""How each follows, whenever it is asked."""
CHAINED: dict[str, tuple[str, ...]] = {
    "hazard": ("head",),
    "task": ("head",),
    "journal": (*chain.COVERED, "case_id", "seal", "previous", "hash"),
    "organisation_journal": (
        "seq", "act", "actor_id", "account_id", "unit_id", "person_id", "at", "was", "becomes", "seals", "previous",
        "hash",
    ),
    "sign_in": ("id", "at", "account_id", "outcome", "address", "device"),
    "sign_in_link": ("seq", "sign_in_id", "hash"),
    "anchor": ("seq", "journal_id", "organisation_seq", "sign_in_seq", "lines", "code"),
    "evidence": ("hash",),
    "paper_file": ("hash", "body"),
    "policy_text": ("version", "body"),
    "frozen_sheet": ("frozen_id", "body"),
    "frozen_row": ("frozen_id", "n", "body"),
}  # fmt: skip
"""Covered by the next line of a chain, or named by the digest of what they hold."""
NOT_COVERED: dict[str, str] = {
    "hazard.id": "a number inside the database; the journal's chain begins with the ref",
    "cases.id": "the same number",
    "task.id": "the same number",
    "journal.id": "its order is the anchors'",
    "journal.recorded_at": "a machine's fact",
    "journal.flow_run_id": "a machine's fact",
    "organisation_journal.id": "a number inside the database",
    "organisation_journal.recorded_at": "a machine's fact",
    "anchor.at": "the day on which its code was told outside proves it",
    "anchor.told_at": "marked once an address outside has taken the code, which is what proves it",
    "account": "passwords and codes: changed by their holder at any time, each change is a line of the sign-ins",
    "session": "who is signed in now; each beginning and end is a line of the sign-ins",
    "sign_in_wait": "a pause that ends by itself",
    "evidence": "when and where a photo says it was taken, by whom it was sent: told, not decided",
    "hazard_words": "the index of the search, made of sealed columns",
    "counter": "the last number of a series; a number itself is sealed where it is given",
    "idempotency_key": "so that a repeated request is one; gone after a while",
    "notice": "what somebody was told; follows from lines, and is marked as read",
    "hazard_moved": "where a list stood, kept for a day",
    "personal_notice": "what somebody was told; follows from lines",
    "notice_owed": "a queue",
    "attempt": "a queue, with what vendors answered",
    "organisation_version": "a counter for caches",
    "point": "places with a printed code; a report copies what it took from one",
    "ledger": "a file before it is taken in; each line that was names the file's digest in its journal",
    "ledger_row": "what was read of a file and asked; what was taken in stands in the journal",
    "channel": "by what people are told; each message says what became of it",
    "channel_pace": "a pause that ends by itself",
    "person_pace": "a pause that ends by itself",
    "reach": "by what a person wants to be told",
    "vendor_token": "lent by a vendor for an hour or two",
    "saved_view": "a person's own list",
    "sign_in_service": "whose word is taken for a sign-in; each sign-in by it is a line of the sign-ins",
    "bond": "whose account is whose there; each change is a line of the organisation or the sign-ins",
    "used_once": "gone in minutes",
    "binding_code": "gone in minutes",
    "timetable_pass": "how the system runs",
    "incident": "how the system runs",
    "clock_state": "a demonstration's time",
    "policy_text.recorded_at": "a machine's fact",
}
"""And why."""
