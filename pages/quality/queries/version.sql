-- grain: load_id. Every load of the submissions that are shown, oldest first.
SELECT
    submission_no, load_id, seq, file_name, received_at, form, contract_hash, sender_code, scope_code, accepted,
    quarantined, non_data, superseded_by, is_newest
FROM numbered_load
SEMI JOIN (SELECT unnest($numbers::BIGINT[]) AS submission_no) USING (submission_no)
ORDER BY submission_no, place_seq, load_id
