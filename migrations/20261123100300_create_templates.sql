-- What an organisation says about a kind of thing: the credential's type and the JSON Schema of its claims.
create table templates (
    template_id uuid not null constraint templates_pkey primary key,
    organization_id uuid not null
        constraint templates_organization_id_fkey references organizations (organization_id),
    name text not null constraint templates_name_sized check (char_length(name) between 1 and 200),
    credential_type text not null constraint templates_credential_type_sized check (char_length(credential_type) between 1 and 100),
    -- JSON Schema 2020-12, as text: terms of signed credentials are derived from it, so it is never rewritten.
    claims_schema text not null,
    visibility text not null constraint templates_visibility_known check (visibility in ('private', 'public')),
    -- How long a credential is valid where the request does not say; null: without end.
    validity_days integer constraint templates_validity_days_ranged check (validity_days between 1 and 36500),
    created_at timestamptz not null,
    constraint templates_name_unique unique (organization_id, name),
    constraint templates_organization_unique unique (organization_id, template_id)
);
