-- People of the demo who look like somebody on the built-in list. Parameter: drop.now.

insert into users (id, email, password_hash, first_name, last_name, phone, date_of_birth, kyc_status, role, created_at)
select id, email, (select password_hash from users where id = 'usr_demo2'), first_name, last_name, phone, born::date,
  'approved', 'user', current_setting('drop.now')::timestamptz - since
from (values
  ('usr_demo_hit1', 'ivan@drop.example', 'Ivan', 'Vymyshlenny', '+4740000011', '1980-02-01', interval '40 days'),
  ('usr_demo_hit2', 'marta@drop.example', 'Marta', 'Lindqvist', '+4740000012', '1979-08-21', interval '70 days'),
  ('usr_demo_hit3', 'jasmin@drop.example', 'Jasmin', 'Begić', '+4740000013', '1991-12-05', interval '55 days')
) as people (id, email, first_name, last_name, phone, born, since)
on conflict do nothing;

insert into settings (user_id) values ('usr_demo_hit1'), ('usr_demo_hit2'), ('usr_demo_hit3') on conflict do nothing;

insert into consents (id, user_id, consent_type, granted_at, ip_address)
select 'cns_' || replace(u.id, 'usr_', '') || '_' || kind, u.id, kind, u.created_at, '127.0.0.1'
from users u cross join unnest(array['terms', 'privacy']) as kind
where u.id in ('usr_demo_hit1', 'usr_demo_hit2', 'usr_demo_hit3')
on conflict do nothing;

insert into recipients (id, user_id, name, country, currency, bank_account, bank_name, created_at)
select id, user_id, name, country, currency, iban, null, current_setting('drop.now')::timestamptz - since
from (values
  ('rcp_demo_hit1', 'usr_demo_hit2', 'Wiesław Zmyślony', 'PL', 'PLN', 'PL61109010140000071219812874', interval '60 days'),
  ('rcp_demo_hit2', 'usr_demo_hit2', 'Hüseyin Uydurma', 'TR', 'TRY', 'TR330006100519786457841326', interval '58 days'),
  ('rcp_demo_hit3', 'usr_demo_hit3', 'Dragutin Nepostojić', 'BA', 'BAM', 'BA391290079401028494', interval '50 days'),
  ('rcp_demo_hit4', 'usr_demo_hit3', 'Abdul Farzi Khayali', 'PK', 'PKR', 'PK36SCBL0000001123456702', interval '45 days')
) as saved (id, user_id, name, country, currency, iban, since)
on conflict do nothing;
