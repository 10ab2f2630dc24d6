-- Whether whoever asked for a job tries things out: what it issues is marked as that.
alter table jobs add column is_test boolean not null default false;
