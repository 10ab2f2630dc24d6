-- People who are asked to join an organisation, by address. Only the digest of what their letter carries is kept.
create table invitations (
    invitation_id uuid not null constraint invitations_pkey primary key,
    organization_id uuid not null
        constraint invitations_organization_id_fkey references organizations (organization_id),
    email text not null constraint invitations_email_sized check (char_length(email) between 3 and 254),
    email_key text not null,
    role text not null constraint invitations_role_known check (role in ('user', 'admin')),
    token_digest bytea not null constraint invitations_token_digest_unique unique
        constraint invitations_token_digest_sized check (octet_length(token_digest) = 32),
    invited_by uuid not null constraint invitations_invited_by_fkey references users (user_id),
    created_at timestamptz not null,
    expires_at timestamptz not null constraint invitations_expires_later check (expires_at > created_at),
    accepted_at timestamptz,
    accepted_by uuid constraint invitations_accepted_by_fkey references users (user_id),
    withdrawn_at timestamptz,
    constraint invitations_end_once check (num_nonnulls(accepted_at, withdrawn_at) <= 1),
    constraint invitations_accepted_by_somebody check ((accepted_at is null) = (accepted_by is null))
);

create unique index invitations_one_open on invitations (organization_id, email_key)
    where accepted_at is null and withdrawn_at is null;
create index invitations_expires_at on invitations (expires_at);
