-- Every indicator of every unit, body, tier and period: numerator, denominator and value; totals sum counts, never rates.
-- vi: Mọi chỉ tiêu của mọi đơn vị, cơ quan, cấp và kỳ: tử số, mẫu số, giá trị; tổng cộng số đếm, không cộng tỷ lệ.
-- sector: all
-- grain: indicator_code, unit_code, agency_code, tier, period_kind, period_id, revision
-- A figure stands for its own unit or body and for the districts and provinces it lay in on the period's last day;
-- figures of bodies also for their tier in the province. What does not add up (a rank, a score) has no totals.
-- revision 'mixed': a total of official figures and, where there are none, estimates. `is_best`: the best known.
WITH cell AS (
    SELECT * FROM mart.indicator_cell
),
raised AS (
    SELECT
        * EXCLUDE (unit_code, agency_code, tier, revision, totals),
        revision AS known_as,
        list_distinct(
            if(agency_code = '', [], [{
                'unit_code': coalesce(seat_code, place_code), 'agency_code': agency_code, 'tier': tier
            }])
            || if(agency_code <> '' AND NOT is_additive, [], [{'unit_code': place_code, 'agency_code': '', 'tier': ''}])
            || if(district_code IS NULL OR NOT is_additive, [],
                [{'unit_code': district_code, 'agency_code': '', 'tier': ''}])
            || if(province_code IS NULL OR NOT is_additive, [],
                [{'unit_code': province_code, 'agency_code': '', 'tier': ''}])
            || if(province_code IS NULL OR NOT is_additive OR agency_code = '', [],
                [{'unit_code': province_code, 'agency_code': '', 'tier': tier}])
        ) AS subjects,
        totals
    FROM cell
),
counted AS (
    SELECT * EXCLUDE (subjects), unnest(subjects) AS subject FROM raised
),
known AS (
    SELECT * EXCLUDE (totals), unnest(totals) AS revision, true AS is_part FROM counted
),
total AS (
    SELECT * FROM mart.indicator_total('known')
),
final AS (
    SELECT
        indicator_code, subject.unit_code, subject.agency_code, subject.tier, period_kind, period_id,
        period_start, period_end, revision, numerator, denominator, value, exact_value, unit, qualifier,
        denominator_source, n_facts, n_missing, load_ids, is_best
    FROM total
)
SELECT * FROM final
