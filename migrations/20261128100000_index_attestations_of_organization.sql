-- no-transaction
-- What points at an attestation names its organisation too, and an organisation's attestations are listed newest first.
create unique index concurrently attestations_organization_unique on attestations (organization_id, attestation_id);
