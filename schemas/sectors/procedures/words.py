"""What the forms of administrative procedures share: where they come from, and how a procedure is coded."""

from __future__ import annotations

SOURCE = "Biểu theo dõi chỉ tiêu tiến độ giải quyết, Quyết định 766/QĐ-TTg ngày 23/6/2022"
PROCEDURE_CODE = r"[0-9]\.[0-9]{6}(?:\.[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2})?"
#: Dossiers of the register that came in its own period; the others were carried into it.
NEW = "received_date >= period_start()"
