//! The statements of one payment as a script for pgbench: read from the stores, in the order in which they are sent.
use bench::statement;

const QUOTES: &str = include_str!("../../../../app/src/remittance/quotes/store.rs");
const REMITTANCE: &str = include_str!("../../../../app/src/remittance/store.rs");
const ACCOUNTS: &str = include_str!("../../../../app/src/accounts/store.rs");
const IDEMPOTENCY: &str = include_str!("../../../../app/src/idempotency/store.rs");
const PAYMENTS: &str = include_str!("../../../../app/src/payments/store.rs");
const SALE: &str = include_str!("../../../../app/src/payments/sale/store.rs");
const MONITORING: &str = include_str!("../../../../app/src/compliance/monitoring/store.rs");
const AUDIT: &str = include_str!("../../../../app/src/audit/store.rs");

/// Who pays, the ids of what is made, and the times: one small query that the services do not need.
const BEGIN: &str = r"\set n random(1, 5000)
select 'usr_' || substr(md5('usr' || :n), 1, 16) as payer, 'rcp_' || substr(md5('rcp' || :n), 1, 16) as recipient,
  'bac_' || substr(md5('bac' || :n), 1, 16) as account, 'quo_' || substr(md5(random()::text), 1, 16) as quote,
  'txn_' || substr(md5(random()::text), 1, 16) as txn, 'pay_' || substr(md5(random()::text), 1, 16) as ordered,
  'aud_' || substr(md5(random()::text), 1, 16) as audit, md5(random()::text) as key, gen_random_uuid() as request,
  (select bank_account from recipients where id = 'rcp_' || substr(md5('rcp' || :n), 1, 16)) as creditor,
  now() as now, now() - interval '1 day' as day, now() - interval '30 days' as month, current_date as today,
  now() - interval '180 days' as history \gset
";

const QUOTE: &str = ":quote, :payer, :recipient, 100, 0.5, 100.5, 41, 'PLN', 0.41, 0.41, 0, :today, :now, \
  :now::timestamptz + interval '30 minutes', 'send', null, 100";
const ORDER: &str = ":ordered, :txn, :payer, 'dnb', :account, 'cross-border-credit-transfers', 100.5, 'NOK', \
  'NO7112345678903', 'Mottaker', :creditor, 'PL', 'Drop', :request::uuid, '192.0.2.1', :now::timestamptz, \
  :now::timestamptz + interval '60 minutes', 'created', :now::timestamptz";
const AUDIT_ROW: &str =
    ":audit, :now, :payer, 'transaction.create', 'transaction', :txn, '{}', '192.0.2.1', 'bench', 'bench'";

/// Each statement: its store, its function there, and the values of its parameters.
const STATEMENTS: [(&str, &str, &str); 14] = [
    (QUOTES, "amount", ":recipient, :payer, :day, :month, null, 0, 0"),
    (QUOTES, "insert_quote", QUOTE),
    (IDEMPOTENCY, "lock_key_in_tx", ":payer, :key"),
    (IDEMPOTENCY, "stored_answer_in_tx", ":payer, :key"),
    (REMITTANCE, "lock_customer_in_tx", ":payer"),
    (QUOTES, "quote", ":quote, :today"),
    (ACCOUNTS, "payable", ":payer, :account, :today"),
    (REMITTANCE, "used", ":payer, :day, :month"),
    (REMITTANCE, "insert_transaction_in_tx", ":txn, :quote, :now"),
    (MONITORING, "payment_in_tx", ":txn, :payer"),
    (MONITORING, "before_remittance_in_tx", ":payer, :history, :now, :txn, 128, :month, :creditor"),
    (PAYMENTS, "insert_in_tx", ORDER),
    (SALE, "shop_of_in_tx", ":txn"),
    (AUDIT, "insert_in_tx", AUDIT_ROW),
];
/// The price is fixed before the transaction in which it becomes a payment.
const BEFORE_THE_TRANSACTION: usize = 2;

/// # Errors
/// When a store no longer looks as this file expects.
pub fn pgbench() -> Result<String, String> {
    let mut script = BEGIN.to_owned();
    for (index, (store, function, values)) in STATEMENTS.into_iter().enumerate() {
        if index == BEFORE_THE_TRANSACTION {
            script.push_str("begin;\n");
        }
        script.push_str(&filled(statement(store, function)?, values));
    }
    let answer = statement(IDEMPOTENCY, "store_answer_in_tx")?;
    script.push_str(&filled(answer, r":payer, :key, 'remittance.confirm', '\x00', '{}', :now"));
    script.push_str("commit;\n");
    Ok(script)
}

/// The statement with values for its parameters; the last first, so that `$1` is not found in `$10`.
fn filled(statement: &str, values: &str) -> String {
    let mut text = statement.trim().to_owned();
    for (index, value) in values.split(',').map(str::trim).collect::<Vec<_>>().iter().enumerate().rev() {
        text = text.replace(&format!("${}", index + 1), value);
    }
    // Names of columns that the compiler reads types from: pgbench would take the colon for a variable.
    let text = text.split(" as \"").enumerate().map(|(index, part)| match (index, part.split_once('"')) {
        (0, _) | (_, None) => part.to_owned(),
        (_, Some((name, rest))) => {
            let plain: String = name.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            format!(" as \"{plain}\"{rest}")
        }
    });
    format!("{};\n", text.collect::<String>())
}
