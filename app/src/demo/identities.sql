-- What the demo customers have told about who they are. Parameters: drop.now, drop.identities: an array of objects with id,
-- user, national_id (sealed), hash and masked.

insert into kyc_cases (id, user_id, status, national_id, national_id_hash, national_id_masked, nationality, street,
  postal_code, city, employment, occupation, purpose, source_of_funds, exposure, monthly, submitted_at, decided_at)
select told.id, "user", status, national_id, hash, masked, nationality, street, postal_code, city, employment, occupation,
  purpose, source_of_funds, 'none', monthly, current_setting('drop.now')::timestamptz - ago,
  case when status = 'approved' then current_setting('drop.now')::timestamptz - ago + interval '5 hours' end
from jsonb_to_recordset(current_setting('drop.identities')::jsonb)
  as told (id text, "user" text, national_id text, hash text, masked text)
join (values
  ('kyc_demo1', 'approved', 'NO', 'Grønland 12', '0188', 'Oslo', 'self_employed', 'Driver kebabsjappe', 'support_family',
    'business', 'up_to_20000', interval '89 days'),
  ('kyc_demo2', 'approved', 'NO', 'Parkveien 3', '0350', 'Oslo', 'employed', 'Sykepleier', 'gifts', 'salary',
    'up_to_5000', interval '89 days'),
  ('kyc_demo3', 'submitted', 'BA', 'Storgata 41', '0182', 'Oslo', 'employed', 'Renholder', 'support_family', 'salary',
    'up_to_5000', interval '20 hours')
) as answers (id, status, nationality, street, postal_code, city, employment, occupation, purpose, source_of_funds,
  monthly, ago) on answers.id = told.id
on conflict do nothing;

insert into kyc_assessments (case_id, risk, reasons, screened, obstacles, assessed_at, review_on)
select c.id, risk, reasons, 'not_screened', obstacles, c.submitted_at,
  case when c.status = 'approved' then (c.decided_at + after)::date end
from kyc_cases c join (values
  ('kyc_demo1', 'medium', array['own_business'], array['off', 'risk', 'not_screened'], interval '24 months'),
  ('kyc_demo2', 'low', array[]::text[], array['off', 'not_screened'], interval '36 months'),
  ('kyc_demo3', 'medium', array['nationality_increased'], array['off', 'risk', 'not_screened'], interval '24 months')
) as found (id, risk, reasons, obstacles, after) on found.id = c.id
on conflict do nothing;

insert into kyc_events (case_id, decision, status_before, status_after, decided_by, reason, created_at)
select c.id, 'approve', 'submitted', 'approved', 'usr_demo_officer', 'Passport seen, the answers fit together',
  c.decided_at
from kyc_cases c where c.id in ('kyc_demo1', 'kyc_demo2') and c.status = 'approved'
  and not exists (select from kyc_events e where e.case_id = c.id);
