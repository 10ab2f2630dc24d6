-- What holders and verifiers of proofs are told of withdrawals: for up to sixteen lists for revocation of one DID, the root of
-- a tree over all their bits, signed. The newest version alone is kept: a proof brings the one that it was made with.
create table zk_status_trees (
    organization_id uuid not null
        constraint zk_status_trees_organization_id_fkey references organizations (organization_id),
    -- The first of an organisation is 1.
    number integer not null constraint zk_status_trees_number_counted check (number > 0),
    -- Whoever signs the root must be whoever signed the credentials.
    issuer_did text not null,
    -- Number of the newest version; 0 before the first.
    version integer not null,
    -- After how many changes of the DID's lists it was made, or found to say what is.
    seen_revision bigint not null,
    -- The signed root, byte for byte, and the bits that it is of, as they are published.
    credential text,
    bits text,
    published_at timestamptz,
    valid_until timestamptz,
    constraint zk_status_trees_pkey primary key (organization_id, number),
    constraint zk_status_trees_published_whole
        check (num_nonnulls(credential, bits, published_at, valid_until) = case when version = 0 then 0 else 4 end)
);

-- Where the bits of a list stand in a tree.
create table zk_status_lists (
    status_list_id uuid not null constraint zk_status_lists_pkey primary key,
    organization_id uuid not null,
    number integer not null,
    ordinal integer not null constraint zk_status_lists_ordinal_in_tree check (ordinal between 0 and 15),
    constraint zk_status_lists_ordinal_unique unique (organization_id, number, ordinal),
    constraint zk_status_lists_number_fkey
        foreign key (organization_id, number) references zk_status_trees (organization_id, number),
    constraint zk_status_lists_status_list_id_fkey
        foreign key (organization_id, status_list_id) references status_lists (organization_id, status_list_id)
);

alter table zk_status_trees enable row level security, force row level security;
create policy of_organization on zk_status_trees using (
    (select current_setting('proofpass.organization', true)) = 'all'
    or organization_id::text = (select current_setting('proofpass.organization', true)));
alter table zk_status_lists enable row level security, force row level security;
create policy of_organization on zk_status_lists using (
    (select current_setting('proofpass.organization', true)) = 'all'
    or organization_id::text = (select current_setting('proofpass.organization', true)));
