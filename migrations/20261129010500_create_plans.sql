-- What organisations may use, and what they have used. What a plan allows stands in the code (`issue::plan`), once.
-- Who was there before there were plans goes on without limits; who comes from now on has the plan that the code says.
alter table organizations add column plan text not null default 'enterprise';
alter table organizations alter column plan set default 'free';
alter table organizations
    add constraint organizations_plan_known check (plan in ('enterprise', 'free', 'pro')) not valid;

-- What is counted as it happens: a row for each organisation, thing and month.
create table usage_counts (
    organization_id uuid not null
        constraint usage_counts_organization_id_fkey references organizations (organization_id),
    metric text not null constraint usage_counts_metric_known check (metric in ('attestations')),
    -- The month's first moment, UTC.
    began_at timestamptz not null,
    used bigint not null constraint usage_counts_used_counted check (used >= 0),
    constraint usage_counts_pkey primary key (organization_id, metric, began_at)
) with (fillfactor = 50);

-- Who changed an organisation's plan. Rows are added and never changed.
create table plan_changes (
    plan_change_id uuid not null constraint plan_changes_pkey primary key,
    organization_id uuid not null
        constraint plan_changes_organization_id_fkey references organizations (organization_id),
    plan_before text not null,
    plan text not null,
    -- The person; nobody, where it was done on the machine of the service.
    user_id uuid constraint plan_changes_user_id_fkey references users (user_id),
    changed_at timestamptz not null
);
