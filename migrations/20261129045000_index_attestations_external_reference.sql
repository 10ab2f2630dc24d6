-- no-transaction
-- For `attestations::list`, newest first.
create index concurrently attestations_by_external_reference
    on attestations (organization_id, external_reference, attestation_id) where external_reference is not null;
