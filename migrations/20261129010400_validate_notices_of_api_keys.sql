alter table api_keys validate constraint api_keys_noticed_days_known;
alter table users validate constraint users_language_known;
