"""The long form of `tests/api/test_schemathesis.py`: `python -m tests.api.schemathesis_run [examples [role ...]]`."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from schemathesis.engine import events, from_schema
from starlette.testclient import TestClient

from domain.store.engine import make_engine
from tests import databases
from tests.api.answers_tried import ENDS_THE_SESSION, NOBODY, ROLES, configuration, described
from tests.api.site import Site, build, open_site
from tests.world import build as build_world

PHASES = {
    "examples": {"enabled": False},
    "coverage": {"unexpected-methods": ["PUT", "TRACE", "OPTIONS"]},
    "stateful": {"enabled": False},
}


@contextmanager
def county() -> Iterator[Site]:
    """The small county on a database of its own."""
    databases.open_session()
    engine = make_engine(databases.clone("schemathesis"), "bihuan-test")
    try:
        with tempfile.TemporaryDirectory() as evidence:
            world = build_world(engine, Path(evidence))
            holder: dict[str, Site] = {}
            app = build(world, holder)
            with TestClient(app, base_url="https://testserver") as client:
                holder["site"] = open_site(world, client, app)
                yield holder["site"]
    finally:
        engine.dispose()
        databases.close_session()


def tried(site: Site, who: str, examples: int) -> tuple[int, dict[str, str]]:
    """How many requests were made as somebody, and each kind of complaint once, with the way to ask again."""
    headers = {} if who == NOBODY else {"Authorization": f"Bearer {site.token(who)}"}
    generation = {"max-examples": examples}
    schema = described(site.app, configuration(generation=generation, headers=headers, phases=PHASES))
    asked = schema if who == NOBODY else schema.exclude(**ENDS_THE_SESSION)
    found: dict[str, str] = {}
    requests = 0
    for event in from_schema(asked).execute():
        if isinstance(event, events.ScenarioFinished):
            requests += len(event.recorder.cases)
            for node in (node for nodes in event.recorder.checks.values() for node in nodes):
                if wrong := node.failure_info:
                    kind = f"{event.label}: {node.name}: {wrong.failure.title}"
                    found.setdefault(kind, f"{wrong.failure.message}\n{wrong.code_sample}")
        elif isinstance(event, events.NonFatalError | events.FatalError):
            found.setdefault(f"{event}", "")
    return requests, found


def main(examples: str = "20", *roles: str) -> int:
    """Try every role, tell what was found; 1 when there was anything."""
    wrong = 0
    with county() as site:
        site.report("nurse1")
        for who in roles or ROLES:
            requests, found = tried(site, who, int(examples))
            wrong += len(found)
            sys.stdout.write(f"{who}: {requests} requests, {len(found)} complaints\n")
            sys.stdout.writelines(f"- {kind}\n{told}\n" for kind, told in found.items())
            sys.stdout.flush()
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
