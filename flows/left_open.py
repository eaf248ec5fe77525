"""Runs a server that is gone has left: closed before new ones begin, so that nothing waits for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.states import Cancelled, Crashed

_OPEN = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]
_PAGE = 200


def close_left_open(flows: list[str]) -> int:
    """Set runs of the named flows that nobody runs any more to Crashed, and those whose time has passed to Cancelled.

    How many there were. Only for the one who starts the only server that runs them.
    """
    n_closed = 0
    with get_client(sync_client=True) as client:
        for run in _found(client, flows, _OPEN):
            state: State[None] = Crashed(message="The server that ran it has ended.")
            client.set_flow_run_state(run.id, state, force=True)
            n_closed += 1
        for run in _found(client, flows, [StateType.SCHEDULED], before=datetime.now(UTC)):
            skipped: State[None] = Cancelled(name="Skipped", message="Its time passed while nobody served.")
            client.set_flow_run_state(run.id, skipped, force=True)
            n_closed += 1
    return n_closed


def _found(
    client: SyncPrefectClient, flows: list[str], states: list[StateType], before: datetime | None = None
) -> Iterator[FlowRun]:
    """Runs of the flows in one of the states, whose time came before a moment; asked anew as long as there are some."""
    which = FlowRunFilter(
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=states)),
        expected_start_time=FlowRunFilterExpectedStartTime.model_validate({"before_": before}) if before else None,
    )
    while runs := client.read_flow_runs(
        flow_filter=FlowFilter(name=FlowFilterName(any_=flows)), flow_run_filter=which, limit=_PAGE
    ):
        yield from runs
