-- no-transaction
-- For `attestations::list`, newest first.
create index concurrently attestations_by_template on attestations (organization_id, template_id, attestation_id);
