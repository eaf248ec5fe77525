"""Administrative procedures: how offices take in dossiers and settle them."""

from __future__ import annotations

from schemas.form import Sector

SECTOR = Sector(
    name="procedures",
    vi="Thủ tục hành chính",
    en="Administrative procedures",
    pillar="government",
    department="van-phong-ubnd-tinh",
    cron="0 6 16 * *",
)
