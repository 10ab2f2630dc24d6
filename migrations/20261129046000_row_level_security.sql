-- What is an organisation's is seen by whoever acts for it. `proofpass.organization` says for whom a statement is: an
-- organisation's id, or `all`; where it is not set there is nothing to see. The owner is bound by it as well, a superuser is
-- not. Setting it in `current_setting` once for a statement, not once for a row, is what the `select` around it is for.
do $$
declare
    name text;
begin
    foreach name in array array['api_keys', 'attestation_events', 'attestations', 'idempotency_keys', 'invitations',
        'issuer_keys', 'job_rows', 'jobs', 'memberships', 'organizations', 'passport_versions', 'passports',
        'status_entries', 'status_lists', 'template_versions', 'templates', 'webhook_deliveries', 'webhook_endpoints',
        'webhook_events']
    loop
        execute format('alter table %I enable row level security, force row level security', name);
        execute format('create policy of_organization on %I using (
            (select current_setting(''proofpass.organization'', true)) = ''all''
            or organization_id::text = (select current_setting(''proofpass.organization'', true)))', name);
    end loop;
end
$$;

-- Parts of something: seen by whoever sees the whole, which the policy of its table decides.
alter table job_chunks enable row level security, force row level security;
create policy of_organization on job_chunks using (
    (select current_setting('proofpass.organization', true)) = 'all'
    or exists (select from jobs whole where whole.job_id = job_chunks.job_id));
alter table passport_members enable row level security, force row level security;
create policy of_organization on passport_members using (
    (select current_setting('proofpass.organization', true)) = 'all'
    or exists (select from passports whole where whole.passport_id = passport_members.passport_id));
alter table status_list_versions enable row level security, force row level security;
create policy of_organization on status_list_versions using (
    (select current_setting('proofpass.organization', true)) = 'all'
    or exists (select from status_lists whole where whole.status_list_id = status_list_versions.status_list_id));
alter table webhook_attempts enable row level security, force row level security;
create policy of_organization on webhook_attempts using (
    (select current_setting('proofpass.organization', true)) = 'all'
    or exists (
        select from webhook_deliveries whole
        where whole.webhook_endpoint_id = webhook_attempts.webhook_endpoint_id
            and whole.webhook_event_id = webhook_attempts.webhook_event_id));
