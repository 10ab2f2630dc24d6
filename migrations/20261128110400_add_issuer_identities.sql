-- Under which kind of DID an organisation's next key signs (null, from before: its own did:key), and which website is its own.
alter table organizations
    add column did_method text constraint organizations_did_method_known check (did_method in ('key', 'web')),
    add column domain text constraint organizations_domain_sized check (char_length(domain) between 1 and 253);

-- When a key stopped to sign, and since when what it signs is not to be believed.
alter table issuer_keys
    add column retired_at timestamptz,
    add column compromised_since timestamptz,
    add constraint issuer_keys_active_unended
        check (not active or (retired_at is null and compromised_since is null)) not valid;

create index organizations_domain on organizations (domain) where domain is not null;
