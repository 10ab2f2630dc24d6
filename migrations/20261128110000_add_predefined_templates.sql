-- Templates that every organisation has. What they say is in the binary; a row is made for an organisation with its first
-- attestation, so that an attestation still points at a template of its own organisation, and so that each may choose who
-- fetches what it issues.
alter table templates
    add column predefined text
        constraint templates_predefined_shaped check (predefined ~ '^[a-z][a-z0-9-]{0,49}$'),
    add constraint templates_predefined_unique unique (organization_id, predefined);

-- Names are for what organisations make themselves: none of ours may be in the way of one of theirs.
alter table templates drop constraint templates_name_unique;
create unique index templates_name_unique on templates (organization_id, name) where predefined is null;
