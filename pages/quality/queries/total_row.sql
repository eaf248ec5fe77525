-- grain: sheet, sheet_row. Printed totals and groups of one load on some rows of its sheets.
SELECT sheet, sheet_row, label, numbers FROM audit.non_data_row
WHERE load_id = $load_id AND kind IN ('total', 'group') AND list_contains($numbers::INTEGER[], sheet_row)
