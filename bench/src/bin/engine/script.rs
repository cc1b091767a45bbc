//! The statements of one payment as a script for pgbench: read from the stores, in the order in which they are sent.
use bench::statement;

const QUOTES: &str = include_str!("../../../../app/src/remittance/quotes/store.rs");
const REMITTANCE: &str = include_str!("../../../../app/src/remittance/store.rs");
const ACCOUNTS: &str = include_str!("../../../../app/src/accounts/store.rs");
const PAYMENTS: &str = include_str!("../../../../app/src/payments/store.rs");
const AUDIT: &str = include_str!("../../../../app/src/audit/store.rs");

/// Who pays, the ids of what is made, and the times: one small query that the services do not need.
const BEGIN: &str = r"\set n random(1, 5000)
select 'usr_' || substr(md5('usr' || :n), 1, 16) as payer, 'rcp_' || substr(md5('rcp' || :n), 1, 16) as recipient,
  'bac_' || substr(md5('bac' || :n), 1, 16) as account, 'quo_' || substr(md5(random()::text), 1, 16) as quote,
  'txn_' || substr(md5(random()::text), 1, 16) as txn, 'pay_' || substr(md5(random()::text), 1, 16) as ordered,
  'aud_' || substr(md5(random()::text), 1, 16) as audit, md5(random()::text) as key, gen_random_uuid() as request,
  now() as now, now() - interval '1 day' as day, now() - interval '30 days' as month, current_date as today \gset
";

/// # Errors
/// When a store no longer looks as this file expects.
pub fn pgbench() -> Result<String, String> {
    let mut script = BEGIN.to_owned();
    let mut send = |store, function, values: &[&str]| {
        script.push_str(&filled(statement(store, function)?, values));
        Ok::<_, String>(())
    };
    send(QUOTES, "amount", &[":recipient", ":payer", ":day", ":month", "null", "0", "0"])?;
    send(
        QUOTES,
        "insert_quote",
        &[
            ":quote",
            ":payer",
            ":recipient",
            "100",
            "0.5",
            "100.5",
            "41",
            "'PLN'",
            "0.41",
            "0.41",
            "0",
            ":today",
            ":now",
            ":now::timestamptz + interval '30 minutes'",
            "'send'",
            "null",
            "100",
        ],
    )?;
    send_plain(&mut script, "begin");
    let mut send = |store, function, values: &[&str]| {
        script.push_str(&filled(statement(store, function)?, values));
        Ok::<_, String>(())
    };
    send(REMITTANCE, "lock_key_in_tx", &[":payer", ":key"])?;
    send(REMITTANCE, "stored_answer_in_tx", &[":payer", ":key"])?;
    send(REMITTANCE, "lock_customer_in_tx", &[":payer"])?;
    send(QUOTES, "quote", &[":quote", ":today"])?;
    send(ACCOUNTS, "payable", &[":payer", ":account", ":today"])?;
    send(REMITTANCE, "used", &[":payer", ":day", ":month"])?;
    send(REMITTANCE, "insert_transaction_in_tx", &[":txn", ":quote", ":now"])?;
    send(
        PAYMENTS,
        "insert_in_tx",
        &[
            ":ordered",
            ":txn",
            ":payer",
            "'dnb'",
            ":account",
            "'cross-border-credit-transfers'",
            "100.5",
            "'NOK'",
            "'NO7112345678903'",
            "'Mottaker'",
            "'PL61109010140000071219812874'",
            "'PL'",
            "'Drop'",
            ":request::uuid",
            "'192.0.2.1'",
            ":now::timestamptz",
        ],
    )?;
    send(
        AUDIT,
        "insert_in_tx",
        &[
            ":audit",
            ":now",
            ":payer",
            "'transaction.create'",
            "'transaction'",
            ":txn",
            "'{}'",
            "'192.0.2.1'",
            "'bench'",
            "'bench'",
        ],
    )?;
    send(REMITTANCE, "store_answer_in_tx", &[":payer", ":key", "'\\x00'", "'{}'", ":now"])?;
    send_plain(&mut script, "commit");
    Ok(script)
}

fn send_plain(script: &mut String, statement: &str) {
    script.push_str(statement);
    script.push_str(";\n");
}

/// The statement with values for its parameters; the last first, so that `$1` is not found in `$10`.
fn filled(statement: &str, values: &[&str]) -> String {
    let mut text = statement.trim().to_owned();
    for (index, value) in values.iter().enumerate().rev() {
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
