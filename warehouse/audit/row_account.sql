-- grain: seq. Rows read against rows accounted for; difference is 0 unless the program lost or invented a row.
CREATE OR REPLACE VIEW audit.row_account AS
WITH runs AS (
    SELECT * FROM audit.run
),
final AS (
    SELECT
        seq, file_name, state, rows_in_span, accepted, quarantined, non_data,
        rows_in_span - accepted - quarantined - non_data AS difference
    FROM runs
)
SELECT * FROM final
