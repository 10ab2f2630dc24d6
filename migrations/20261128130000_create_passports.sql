-- Product passports: what is said about one product, by whom, gathered in a credential that is signed anew on every change.
create table passports (
    passport_id uuid not null constraint passports_pkey primary key,
    organization_id uuid not null
        constraint passports_organization_id_fkey references organizations (organization_id),
    -- Unique within its organisation, and nowhere else: nobody can take a number away from somebody by being first.
    product_id text not null constraint passports_product_id_sized check (octet_length(product_id) between 1 and 2000),
    name text not null constraint passports_name_sized check (char_length(name) between 1 and 200),
    description text constraint passports_description_sized check (char_length(description) between 1 and 2000),
    visibility text not null constraint passports_visibility_known check (visibility in ('private', 'public')),
    -- The version in force. Whoever changes a passport says which one they saw.
    version integer not null constraint passports_version_positive check (version > 0),
    created_at timestamptz not null,
    constraint passports_product_id_unique unique (organization_id, product_id),
    constraint passports_organization_unique unique (organization_id, passport_id)
);

-- Finds every passport for a product's number, whoever made it.
create index passports_product_id on passports (product_id);

-- Every version that there was, as the exact signed text.
create table passport_versions (
    passport_id uuid not null,
    version integer not null constraint passport_versions_version_positive check (version > 0),
    organization_id uuid not null,
    issuer_key_id uuid not null,
    credential text not null,
    -- SHA-256 of the canonical form (RFC 8785) of `credential`.
    digest bytea not null constraint passport_versions_digest_sized check (octet_length(digest) = 32),
    -- Who asked for it: one of the two.
    api_key_id uuid,
    user_id uuid constraint passport_versions_user_id_fkey references users (user_id),
    issued_at timestamptz not null,
    constraint passport_versions_pkey primary key (passport_id, version),
    constraint passport_versions_asked_for_by_one check (num_nonnulls(api_key_id, user_id) = 1),
    constraint passport_versions_passport_id_fkey
        foreign key (organization_id, passport_id) references passports (organization_id, passport_id),
    constraint passport_versions_issuer_key_id_fkey
        foreign key (organization_id, issuer_key_id) references issuer_keys (organization_id, issuer_key_id),
    constraint passport_versions_api_key_id_fkey
        foreign key (organization_id, api_key_id) references api_keys (organization_id, api_key_id)
);

-- The credentials that a passport gathers now, of any issuer, as the exact text that was signed.
create table passport_members (
    passport_member_id uuid not null constraint passport_members_pkey primary key,
    passport_id uuid not null constraint passport_members_passport_id_fkey references passports (passport_id),
    -- In which order they were added.
    position integer not null,
    credential text not null,
    digest bytea not null constraint passport_members_digest_sized check (octet_length(digest) = 32),
    -- Whether anybody may see it, or only its digest.
    public boolean not null,
    added_at timestamptz not null,
    constraint passport_members_digest_unique unique (passport_id, digest),
    constraint passport_members_position_unique unique (passport_id, position)
);
