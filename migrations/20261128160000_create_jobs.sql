-- Work that outlives a request: issuing from many rows. Whoever works on a job holds its lease; a process that dies loses it.
create table jobs (
    job_id uuid not null constraint jobs_pkey primary key,
    organization_id uuid not null constraint jobs_organization_id_fkey references organizations (organization_id),
    state text not null constraint jobs_state_known
        check (state in ('receiving', 'waiting', 'active', 'completed', 'failed', 'cancelled')),
    -- How its rows are read, as JSON.
    reading text not null,
    -- Who asked for it: one of the two.
    api_key_id uuid,
    user_id uuid constraint jobs_user_id_fkey references users (user_id),
    -- The request's Idempotency-Key, and SHA-256 of what was sent, once all of it is there.
    idempotency_key text constraint jobs_idempotency_key_sized check (char_length(idempotency_key) between 1 and 255),
    request_digest bytea constraint jobs_request_digest_sized check (octet_length(request_digest) = 32),
    rows_total integer not null,
    rows_issued integer not null,
    rows_refused integer not null,
    lease_token uuid,
    lease_until timestamptz,
    -- When it last had its turn: whoever waited longest is next.
    served_at timestamptz not null,
    -- It could not go on, so often in a row, for this reason, and is left alone until then.
    failures integer not null,
    problem text,
    not_before timestamptz not null,
    created_at timestamptz not null,
    started_at timestamptz,
    finished_at timestamptz,
    constraint jobs_asked_for_by_one check (num_nonnulls(api_key_id, user_id) = 1),
    constraint jobs_api_key_id_fkey
        foreign key (organization_id, api_key_id) references api_keys (organization_id, api_key_id),
    constraint jobs_rows_counted
        check (rows_issued >= 0 and rows_refused >= 0 and (state = 'receiving' or rows_issued + rows_refused <= rows_total)),
    constraint jobs_completed_whole check (state <> 'completed' or rows_issued + rows_refused = rows_total),
    constraint jobs_finished_at_known
        check ((finished_at is not null) = (state in ('completed', 'failed', 'cancelled'))),
    constraint jobs_organization_unique unique (organization_id, job_id)
);

-- For `jobs::lease`.
create index jobs_due on jobs (served_at) where state in ('waiting', 'active');

-- For `jobs::list`, newest first.
create index jobs_of_organization on jobs (organization_id, job_id);

-- One request, one job: a request that is repeated finds the job that it made.
create unique index jobs_idempotency_key_unique on jobs (organization_id, idempotency_key) where state <> 'receiving';

-- What was sent, some rows at a time, until they are done.
create table job_chunks (
    job_id uuid not null constraint job_chunks_job_id_fkey references jobs (job_id) on delete cascade,
    chunk integer not null,
    first_row integer not null constraint job_chunks_first_row_counted check (first_row > 0),
    -- Emptied once it is done: claims are kept in credentials alone.
    rows bytea[] not null,
    done boolean not null,
    constraint job_chunks_pkey primary key (job_id, chunk)
);

-- What became of each row: an attestation, or the faults for which there is none. A row is here once, whatever happens.
create table job_rows (
    job_id uuid not null,
    row_number integer not null constraint job_rows_row_number_counted check (row_number > 0),
    organization_id uuid not null,
    attestation_id uuid,
    -- JSON.
    faults text,
    constraint job_rows_pkey primary key (job_id, row_number),
    constraint job_rows_one_outcome check (num_nonnulls(attestation_id, faults) = 1),
    constraint job_rows_job_id_fkey
        foreign key (organization_id, job_id) references jobs (organization_id, job_id) on delete cascade,
    constraint job_rows_attestation_id_fkey
        foreign key (organization_id, attestation_id) references attestations (organization_id, attestation_id)
);

-- For `jobs::refused`.
create index job_rows_refused on job_rows (job_id, row_number) where faults is not null;
