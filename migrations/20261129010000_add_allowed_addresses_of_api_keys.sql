-- From where an API key may be used, as networks; from anywhere, where there is none.
alter table api_keys add column allowed_addresses text[] not null default '{}';
alter table api_keys
    add constraint api_keys_allowed_addresses_few check (cardinality(allowed_addresses) <= 32) not valid;
