-- no-transaction
-- For `attestations::list`, newest first.
create index concurrently attestations_by_subject on attestations (organization_id, subject_id, attestation_id);
