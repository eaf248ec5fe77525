-- grain: sheet, first_row, letter. Which line of the sheets of one load became which column of the form.
SELECT sheet, letter, header, column_name, first_row, last_row FROM audit.column_map
WHERE load_id = $load_id
ORDER BY sheet, first_row, len(letter), letter
