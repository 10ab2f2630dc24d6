-- Who may call the REST interface. Only a keyed hash of a key is kept: the key itself is shown once.
create table api_keys (
    api_key_id uuid not null constraint api_keys_pkey primary key,
    organization_id uuid not null
        constraint api_keys_organization_id_fkey references organizations (organization_id),
    name text not null constraint api_keys_name_sized check (char_length(name) between 1 and 200),
    kid text not null
        constraint api_keys_kid_unique unique
        constraint api_keys_kid_shaped check (kid ~ '^[0-9A-Za-z]{10}$'),
    hmac bytea not null constraint api_keys_hmac_sized check (octet_length(hmac) = 32),
    pepper_id bytea not null constraint api_keys_pepper_id_sized check (octet_length(pepper_id) = 8),
    environment text not null constraint api_keys_environment_known check (environment in ('live', 'test')),
    scopes text[] not null
        constraint api_keys_scopes_known check (scopes <@ array['attestations:read', 'attestations:write'])
        constraint api_keys_scopes_some check (cardinality(scopes) > 0),
    created_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz,
    last_used_at timestamptz,
    -- In hours: a day of `interval` is as long as the session's time zone makes it.
    constraint api_keys_expires_within_a_year
        check (expires_at > created_at and expires_at <= created_at + interval '8760 hours'),
    constraint api_keys_organization_unique unique (organization_id, api_key_id)
);
