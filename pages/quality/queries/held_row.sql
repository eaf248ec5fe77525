-- grain: row_id. Rows of one load in quarantine on some rows of its sheets, with their cells as they stood.
SELECT sheet, sheet_row, cells FROM audit.quarantine
WHERE load_id = $load_id AND list_contains($numbers::INTEGER[], sheet_row)
