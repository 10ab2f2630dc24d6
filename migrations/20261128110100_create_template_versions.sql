-- What a template says, version by version. Attestations are issued from the one that is published; what was published is
-- never rewritten, because credentials name its schema with its digest.
create table template_versions (
    template_id uuid not null,
    organization_id uuid not null,
    version integer not null constraint template_versions_version_ranged check (version between 1 and 100000),
    state text not null constraint template_versions_state_known check (state in ('draft', 'published', 'retired')),
    credential_type text not null
        constraint template_versions_credential_type_sized check (char_length(credential_type) between 1 and 100),
    claims_schema text not null,
    validity_days integer constraint template_versions_validity_days_ranged check (validity_days between 1 and 36500),
    category text constraint template_versions_category_sized check (char_length(category) between 1 and 100),
    -- JSON: how it looks, and its claims in order, each with labels and with how it is handled.
    display text not null,
    claims text not null,
    created_at timestamptz not null,
    published_at timestamptz,
    retired_at timestamptz,
    constraint template_versions_pkey primary key (template_id, version),
    constraint template_versions_template_id_fkey foreign key (organization_id, template_id)
        references templates (organization_id, template_id) on delete cascade,
    constraint template_versions_published_once check ((state = 'draft') = (published_at is null)),
    constraint template_versions_retired_once check ((state = 'retired') = (retired_at is not null))
);

-- One that is worked on and one that is issued from, at most.
create unique index template_versions_one_draft on template_versions (template_id) where state = 'draft';
create unique index template_versions_one_published on template_versions (template_id) where state = 'published';

-- Templates from before there were versions have one.
insert into template_versions
    (template_id, organization_id, version, state, credential_type, claims_schema, validity_days, display, claims,
    created_at, published_at)
select template_id, organization_id, 1, 'published', credential_type, claims_schema, validity_days, '{}', '[]',
    created_at, created_at
from templates;

create function template_versions_frozen() returns trigger language plpgsql as $$
begin
    if old.state <> 'draft' and (tg_op = 'DELETE' or
        (new.template_id, new.organization_id, new.version, new.credential_type, new.claims_schema, new.validity_days,
            new.category, new.display, new.claims, new.published_at)
        is distinct from
        (old.template_id, old.organization_id, old.version, old.credential_type, old.claims_schema, old.validity_days,
            old.category, old.display, old.claims, old.published_at)) then
        raise exception 'a version that was published does not change'
            using errcode = 'check_violation', constraint = 'template_versions_frozen', table = 'template_versions';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end
$$;

create trigger template_versions_frozen before update or delete on template_versions
    for each row execute function template_versions_frozen();

-- A binary from before there were versions goes on adding templates during an upgrade: what it adds is published, as it
-- was then. At the end of the transaction, when a newer binary has written the version itself.
create function templates_first_version() returns trigger language plpgsql as $$
begin
    insert into template_versions
        (template_id, organization_id, version, state, credential_type, claims_schema, validity_days, display, claims,
        created_at, published_at)
    select new.template_id, new.organization_id, 1, 'published', new.credential_type, new.claims_schema,
        new.validity_days, '{}', '[]', new.created_at, new.created_at
    where exists (select from templates t where t.template_id = new.template_id)
        and not exists (select from template_versions v where v.template_id = new.template_id);
    return null;
end
$$;

create constraint trigger templates_first_version after insert on templates deferrable initially deferred
    for each row when (new.predefined is null) execute function templates_first_version();
