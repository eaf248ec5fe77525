-- grain: form, sender_code, unit_code, period_start, period_end. The register of the day the pages are made for.
CREATE OR REPLACE TEMP TABLE register AS
SELECT
    *, strftime(period_end, '%Y-%m') AS month
FROM mart.submission_register($on_day)
