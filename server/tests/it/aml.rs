//! `drop aml` as a person at the terminal has it.
use std::io::Write as _;
use std::process::{Command, Output};

use sqlx::{ConnectOptions as _, PgPool};

use crate::harness::Site;

fn aml(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_drop"));
    command.arg("aml").args(arguments).env_clear();
    command
}

fn told(output: Output) -> (bool, String, String) {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.success(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_file_is_replayed_without_a_database() {
    let path = std::env::temp_dir().join(format!("drop-replay-{}.csv", std::process::id()));
    let mut file = std::fs::File::create(&path).unwrap();
    writeln!(file, "time,sender,receiver,amount").unwrap();
    for day in 1..=4 {
        writeln!(file, "2026-11-0{day} 10:00:00,anna,b{day},7990.00").unwrap();
    }
    let name = path.to_str().unwrap();
    let (worked, out, err) = told(aml(&["replay", name]).output().unwrap());
    assert!(worked, "{err}");
    assert!(out.contains("anna,structuring,medium,"), "{out}");
    assert!(err.starts_with("1 alerts in 4 payments"), "{err}");
    let (_, out, _) = told(aml(&["replay", name, "--min-severity", "high"]).output().unwrap());
    assert_eq!(out.lines().count(), 1, "{out}");
    writeln!(file, "soon,anna,b,1").unwrap();
    let (worked, _, err) = told(aml(&["replay", name]).output().unwrap());
    std::fs::remove_file(&path).unwrap();
    assert!(!worked && err.contains("line 6: \"soon\" is not a time"), "{err}");
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn rules_are_listed_proposed_and_decided(db: PgPool) {
    let site = Site::open(db).await;
    let url = site.db.connect_options().to_url_lossy();
    let run = |arguments: &[&str]| {
        let mut command = aml(arguments);
        command.env("DATABASE_URL", url.as_str()).env("DROP_ENV", "test").env("DROP_LOG", "warn");
        told(command.output().unwrap())
    };
    let (worked, out, err) = run(&["rules", "list"]);
    assert!(worked && out.contains("fan_out version 1 live {"), "{out} {err}");
    let by = |address| ["--by", address, "--reason", "to see"];
    let propose = ["rules", "propose", "fan_out", "--mode", "live", "--parameters", "{\"short_count\": 6}"];
    let (worked, out, err) = run(&[&propose[..], &by("officer@drop.example")].concat());
    assert!(worked && out.contains("alerts as it is"), "{out} {err}");
    let id = out.split_whitespace().find(|word| word.starts_with("rul_")).unwrap();
    let (worked, _, err) = run(&[&["rules", "approve", id], &by("officer@drop.example")[..]].concat());
    assert!(!worked && err.contains("does not decide it"), "{err}");
    let (worked, out, err) = run(&[&["rules", "approve", id], &by("lead@drop.example")[..]].concat());
    assert!(worked && out.contains("is in force"), "{out} {err}");
    let (_, out, _) = run(&["rules", "list"]);
    assert!(out.contains("fan_out version 2 live {") && out.contains("\"short_count\":6"), "{out}");
    let (worked, out, err) = run(&["backtest", "--from", "2026-01-01", "--to", "2099-01-01"]);
    assert!(worked && out.contains("payments/s"), "{out} {err}");
    let (worked, out, _) = run(&["alerts"]);
    assert!(worked && out.ends_with("0 alerts\n"), "{out}");
}
