-- Keys over Baby Jubjub, with which an organisation signs what is committed of claims; sealed like its other keys. In a table
-- of their own: a binary that knows nothing of them would take one for an Ed25519 key.
create table zk_keys (
    zk_key_id uuid not null constraint zk_keys_pkey primary key,
    organization_id uuid not null
        constraint zk_keys_organization_id_fkey references organizations (organization_id),
    -- The first is 1; the key is called `zk-1` in documents.
    number integer not null constraint zk_keys_number_counted check (number > 0),
    did text not null,
    -- Both coordinates, the most significant byte of each first.
    public_key bytea not null constraint zk_keys_public_key_sized check (octet_length(public_key) = 64),
    sealed_private_key bytea not null,
    active boolean not null,
    created_at timestamptz not null,
    retired_at timestamptz,
    compromised_since timestamptz,
    constraint zk_keys_number_unique unique (organization_id, number),
    constraint zk_keys_active_unended check (not active or (retired_at is null and compromised_since is null))
);

-- At most one of an organisation signs at a time; older ones stay for what they signed.
create unique index zk_keys_one_active on zk_keys (organization_id) where active;

alter table zk_keys enable row level security, force row level security;
create policy of_organization on zk_keys using (
    (select current_setting('proofpass.organization', true)) = 'all'
    or organization_id::text = (select current_setting('proofpass.organization', true)));
