-- What one officer has closed, newest first: found without reading what the others have.
create index aml_alerts_reviewer_idx on aml_alerts (reviewed_by, created_at desc, id desc)
  include (status, alert_type, severity, outcome) where closed_at is not null;
