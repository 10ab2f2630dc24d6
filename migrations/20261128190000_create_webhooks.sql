-- Webhooks: whom an organisation wants told what happens, what happened, and how telling them went.
create table webhook_endpoints (
    webhook_endpoint_id uuid not null constraint webhook_endpoints_pkey primary key,
    organization_id uuid not null
        constraint webhook_endpoints_organization_id_fkey references organizations (organization_id),
    url text not null constraint webhook_endpoints_url_sized check (octet_length(url) between 1 and 2000),
    description text not null
        constraint webhook_endpoints_description_sized check (char_length(description) <= 200),
    -- What it is told of; everything, where empty.
    kinds text[] not null,
    -- What messages to it are signed with, and what they were signed with until a while ago.
    sealed_secret bytea not null,
    sealed_previous_secret bytea,
    previous_secret_until timestamptz,
    -- How it goes: failures without a success between them, since when, and until when it is left alone.
    failures integer not null default 0 constraint webhook_endpoints_failures_counted check (failures >= 0),
    failing_since timestamptz,
    paused_until timestamptz,
    disabled_at timestamptz,
    disabled_because text constraint webhook_endpoints_disabled_because_known
        check (disabled_because in ('by-hand', 'failing', 'gone')),
    created_at timestamptz not null,
    constraint webhook_endpoints_previous_secret_ends
        check ((sealed_previous_secret is null) = (previous_secret_until is null)),
    constraint webhook_endpoints_disabled_for_a_reason check ((disabled_at is null) = (disabled_because is null)),
    constraint webhook_endpoints_organization_unique unique (organization_id, webhook_endpoint_id)
);

-- What happened, as the exact text that is sent. Kept only where somebody wants to be told.
create table webhook_events (
    webhook_event_id uuid not null constraint webhook_events_pkey primary key,
    organization_id uuid not null,
    kind text not null,
    payload text not null constraint webhook_events_payload_sized check (octet_length(payload) between 2 and 65536),
    created_at timestamptz not null,
    constraint webhook_events_organization_unique unique (organization_id, webhook_event_id)
);

-- For `webhook_events::forget`.
create index webhook_events_created_at on webhook_events (created_at);

-- One message to one endpoint, repeated until it is taken or given up.
create table webhook_deliveries (
    webhook_event_id uuid not null,
    webhook_endpoint_id uuid not null,
    organization_id uuid not null,
    state text not null
        constraint webhook_deliveries_state_known check (state in ('pending', 'delivered', 'failed')),
    -- How often it was sent, and how often since it was last asked for: that is where it stands in the schedule.
    attempts integer not null default 0,
    retries integer not null default 0,
    next_attempt_at timestamptz not null,
    delivered_at timestamptz,
    constraint webhook_deliveries_pkey primary key (webhook_endpoint_id, webhook_event_id),
    constraint webhook_deliveries_delivered_at_a_time check ((state = 'delivered') = (delivered_at is not null)),
    constraint webhook_deliveries_event_fkey foreign key (organization_id, webhook_event_id)
        references webhook_events (organization_id, webhook_event_id) on delete cascade,
    constraint webhook_deliveries_endpoint_fkey foreign key (organization_id, webhook_endpoint_id)
        references webhook_endpoints (organization_id, webhook_endpoint_id) on delete cascade
);

-- For `webhook_deliveries::claim`, and for the cascade from events.
create index webhook_deliveries_due on webhook_deliveries (next_attempt_at) where state = 'pending';
create index webhook_deliveries_due_of_endpoint on webhook_deliveries (webhook_endpoint_id, next_attempt_at)
    where state = 'pending';
create index webhook_deliveries_event on webhook_deliveries (organization_id, webhook_event_id);

-- Every time that a message was sent. Rows are added and never changed.
create table webhook_attempts (
    webhook_event_id uuid not null,
    webhook_endpoint_id uuid not null,
    attempt integer not null constraint webhook_attempts_attempt_counted check (attempt > 0),
    -- The HTTP status of the answer, or why there was none: one of the two.
    status integer,
    error text,
    duration_ms integer not null,
    attempted_at timestamptz not null,
    constraint webhook_attempts_pkey primary key (webhook_endpoint_id, webhook_event_id, attempt),
    constraint webhook_attempts_one_outcome check (num_nonnulls(status, error) = 1),
    constraint webhook_attempts_delivery_fkey foreign key (webhook_endpoint_id, webhook_event_id)
        references webhook_deliveries (webhook_endpoint_id, webhook_event_id) on delete cascade
);
