-- As the other tables of organisations (`row_level_security`).
do $$
declare
    name text;
begin
    foreach name in array array['payments', 'plan_changes', 'usage_counts']
    loop
        execute format('alter table %I enable row level security, force row level security', name);
        execute format('create policy of_organization on %I using (
            (select current_setting(''proofpass.organization'', true)) = ''all''
            or organization_id::text = (select current_setting(''proofpass.organization'', true)))', name);
    end loop;
end
$$;
