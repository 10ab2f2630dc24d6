-- What verifiers are told about the credentials that were issued under one DID of an organisation: a bit for each.
create table status_lists (
    status_list_id uuid not null constraint status_lists_pkey primary key,
    organization_id uuid not null
        constraint status_lists_organization_id_fkey references organizations (organization_id),
    -- Whoever signs the list must be whoever signed the credentials.
    issuer_did text not null,
    purpose text not null constraint status_lists_purpose_known check (purpose in ('revocation', 'suspension')),
    -- Whether new credentials get entries in it.
    open boolean not null,
    -- How often its bits have changed, and after how many of those changes the newest version was made.
    revision bigint not null,
    published_revision bigint not null,
    -- Number of the newest version; 0 before the first.
    version integer not null,
    created_at timestamptz not null,
    constraint status_lists_published_after_change check (published_revision <= revision),
    constraint status_lists_organization_unique unique (organization_id, status_list_id)
);

-- New credentials of a DID have one list for each purpose.
create unique index status_lists_one_open on status_lists (organization_id, issuer_did, purpose) where open;

-- Every version that was ever published, as the exact signed text.
create table status_list_versions (
    status_list_id uuid not null
        constraint status_list_versions_status_list_id_fkey references status_lists (status_list_id),
    version integer not null constraint status_list_versions_version_counted check (version > 0),
    credential text not null,
    published_at timestamptz not null,
    valid_until timestamptz not null
        constraint status_list_versions_valid_some_time check (valid_until > published_at),
    constraint status_list_versions_pkey primary key (status_list_id, version)
);

-- For `status_lists::at`.
create index status_list_versions_published_at on status_list_versions (status_list_id, published_at, version);

-- Which bit of which lists speaks about an attestation.
create table status_entries (
    attestation_id uuid not null,
    status_list_id uuid not null,
    organization_id uuid not null,
    -- Shorter lists hide nobody (Bitstring Status List §3.2), and ours are of that length.
    list_index integer not null constraint status_entries_index_in_list check (list_index between 0 and 131071),
    is_set boolean not null,
    constraint status_entries_pkey primary key (attestation_id, status_list_id),
    -- No two attestations share a bit.
    constraint status_entries_index_unique unique (status_list_id, list_index),
    constraint status_entries_attestation_id_fkey
        foreign key (organization_id, attestation_id) references attestations (organization_id, attestation_id),
    constraint status_entries_status_list_id_fkey
        foreign key (organization_id, status_list_id) references status_lists (organization_id, status_list_id)
);

-- For `status_lists::snapshot`: most bits are not set.
create index status_entries_set on status_entries (status_list_id, list_index) where is_set;
