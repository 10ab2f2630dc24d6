-- Idempotency-Key: a request is claimed before it runs, and its answer is written with its effect, in one transaction.
create table idempotency_keys (
    organization_id uuid not null
        constraint idempotency_keys_organization_id_fkey references organizations (organization_id),
    idempotency_key text not null
        constraint idempotency_keys_key_sized check (char_length(idempotency_key) between 1 and 255),
    -- SHA-256 of method, path and body.
    request_digest bytea not null constraint idempotency_keys_digest_sized check (octet_length(request_digest) = 32),
    -- Who holds the claim, and until when: a process that died blocks nobody for ever.
    claim_token uuid not null,
    claimed_until timestamptz not null,
    -- The finished answer, byte for byte; null while the request runs.
    response_status smallint,
    response_location text,
    response_body bytea,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    constraint idempotency_keys_pkey primary key (organization_id, idempotency_key),
    constraint idempotency_keys_finished_whole check ((response_status is null) = (response_body is null))
);

create index idempotency_keys_expires_at on idempotency_keys (expires_at);
