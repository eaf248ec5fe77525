-- grain: load_id. Every load with the number its submission keeps for good, that of its first load, and whether it is
-- the newest of its submission, whether a row of it counts or not.
CREATE OR REPLACE TEMP TABLE numbered_load AS
SELECT
    *,
    min(load_id) OVER submission AS submission_no,
    row_number() OVER (submission ORDER BY place_seq DESC, load_id DESC) = 1 AS is_newest
FROM audit.load
WINDOW submission AS (PARTITION BY submission_id)
