-- Issued credentials. `credential` is the exact signed text: what is served later is what was signed.
create table attestations (
    attestation_id uuid not null constraint attestations_pkey primary key,
    organization_id uuid not null
        constraint attestations_organization_id_fkey references organizations (organization_id),
    template_id uuid not null,
    issuer_key_id uuid not null,
    -- Who asked for it.
    api_key_id uuid not null,
    subject_id text not null,
    subject_type text not null,
    status text not null constraint attestations_status_known check (status in ('issued')),
    credential text not null,
    -- SHA-256 of the canonical form (RFC 8785) of `credential`.
    digest bytea not null constraint attestations_digest_sized check (octet_length(digest) = 32),
    issued_at timestamptz not null,
    -- The pairs keep an attestation within one organisation.
    constraint attestations_template_id_fkey
        foreign key (organization_id, template_id) references templates (organization_id, template_id),
    constraint attestations_issuer_key_id_fkey
        foreign key (organization_id, issuer_key_id) references issuer_keys (organization_id, issuer_key_id),
    constraint attestations_api_key_id_fkey
        foreign key (organization_id, api_key_id) references api_keys (organization_id, api_key_id)
);
