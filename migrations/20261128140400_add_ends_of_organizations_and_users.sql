-- What was signed stays verifiable: an organisation that is deleted keeps its row, its keys, its lists and its name, which
-- nobody else gets. A person who is deleted keeps a row without address, name and password, to which what they did points.
alter table organizations add column deleted_at timestamptz;
alter table users add column deleted_at timestamptz;
