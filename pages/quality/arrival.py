"""A page for every received file that has something wrong about the file itself."""

from __future__ import annotations

from typing import Any

from pages.quality.facts import Facts, FaultyArrival
from pages.quality.read_facts import rows
from pages.quality.submission import told
from warehouse.connect import Connection


def arrival_key(facts: Facts, arrival: FaultyArrival) -> dict[str, Any]:
    """What an arrival's page follows from; its findings never change."""
    return {
        "arrival": arrival,
        "sender": facts.body(arrival.sender_code) if arrival.sender_code else None,
        "form": {"name": arrival.form, "title": facts.form_name(arrival.form)} if arrival.form else None,
    }


def arrival_page(con: Connection, key: dict[str, Any]) -> dict[str, Any]:
    """What the page shows."""
    arrival = key["arrival"]
    return key | {"findings": [told(f, arrival.file) for f in rows(con, "arrival_findings", {"seq": arrival.seq})]}
