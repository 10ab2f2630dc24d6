-- People. What they may do for an organisation stands in their membership.
create table users (
    user_id uuid not null constraint users_pkey primary key,
    -- As it was typed: letters go there.
    email text not null constraint users_email_sized check (char_length(email) between 3 and 254),
    -- In small letters: one account for each address.
    email_key text not null constraint users_email_unique unique,
    name text not null constraint users_name_sized check (char_length(name) between 2 and 200),
    -- Argon2id, in PHC form.
    password_hash text not null constraint users_password_hash_shaped check (password_hash like '$argon2id$%'),
    -- Runs the service, for all organisations.
    superadmin boolean not null,
    created_at timestamptz not null
);

create table memberships (
    organization_id uuid not null
        constraint memberships_organization_id_fkey references organizations (organization_id),
    user_id uuid not null constraint memberships_user_id_fkey references users (user_id),
    role text not null constraint memberships_role_known check (role in ('user', 'admin')),
    created_at timestamptz not null,
    constraint memberships_pkey primary key (organization_id, user_id)
);

create index memberships_user_id on memberships (user_id);
