-- An organisation issues credentials. Everything else belongs to exactly one.
create table organizations (
    organization_id uuid not null constraint organizations_pkey primary key,
    name text not null
        constraint organizations_name_unique unique
        constraint organizations_name_sized check (char_length(name) between 1 and 200),
    created_at timestamptz not null
);
