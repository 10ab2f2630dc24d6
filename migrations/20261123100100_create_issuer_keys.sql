-- The keys an organisation signs with. The private key is sealed under the master key before it gets here.
create table issuer_keys (
    issuer_key_id uuid not null constraint issuer_keys_pkey primary key,
    organization_id uuid not null
        constraint issuer_keys_organization_id_fkey references organizations (organization_id),
    did text not null,
    verification_method text not null constraint issuer_keys_verification_method_unique unique,
    sealed_private_key bytea not null,
    active boolean not null,
    created_at timestamptz not null,
    constraint issuer_keys_organization_unique unique (organization_id, issuer_key_id)
);

-- At most one key of an organisation signs at a time; older ones stay for what they signed.
create unique index issuer_keys_one_active on issuer_keys (organization_id) where active;
