-- Which notice of an API key's end was the last: so many days before it, and 0 when it had come. None is given twice.
alter table api_keys add column noticed_days smallint;
alter table api_keys add constraint api_keys_noticed_days_known check (noticed_days in (14, 3, 0)) not valid;
-- In which language a person last signed in: letters that nobody asked for are written in it.
alter table users add column language text;
alter table users add constraint users_language_known check (language in ('de', 'en', 'es', 'fr')) not valid;
