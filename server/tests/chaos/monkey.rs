//! What goes wrong: servers are killed, the database crashes, the bank misbehaves.
use std::time::{Duration, Instant};

use crate::bank::Bank;
use crate::chance::Chance;
use crate::cluster::Cluster;
use crate::site::Server;

const FAULTS: [&str; 7] = [
    r#"{"delay_ms": 400}"#,
    r#"{"fail_next": 6}"#,
    r#"{"accept_then_hang_next": 1}"#,
    r#"{"duplicate_status_next": 8}"#,
    r#"{"out_of_order_status_next": 8}"#,
    r#"{"reject_next": 1, "delay_ms": 50}"#,
    r#"{"return_next": 2}"#,
];

#[derive(Debug, Default)]
pub struct Damage {
    pub kills: u32,
    pub restarts_of_the_database: u32,
    pub faults: u32,
}

/// Does damage by chance until the deadline. The database goes down once at half time at least.
pub async fn rage(
    servers: &mut [Server; 2],
    cluster: &Cluster,
    bank: &Bank,
    chance: &Chance,
    length: Duration,
) -> Damage {
    let began = Instant::now();
    let mut damage = Damage::default();
    while began.elapsed() < length {
        tokio::time::sleep(chance.millis(200, 1_200)).await;
        let due = began.elapsed() > length / 2 && damage.restarts_of_the_database == 0;
        match if due { 9 } else { chance.roll(10) } {
            0..=3 => {
                let fault: &&str = chance.one(&FAULTS);
                bank.switch(fault).await;
                damage.faults += 1;
            }
            4..=7 => {
                let both = chance.roll(4) == 0;
                let first = usize::try_from(chance.roll(2)).unwrap();
                servers[first].kill();
                if both {
                    servers[1 - first].kill();
                }
                damage.kills += 1 + u32::from(both);
                tokio::time::sleep(chance.millis(50, 800)).await;
                for server in servers.iter_mut() {
                    server.start().await;
                }
            }
            8 => bank.switch("{}").await,
            _ if cluster.can_restart() => {
                let mode = *chance.one(&["fast", "immediate"]);
                // In a thread of its own: everything else goes on meanwhile.
                tokio::task::block_in_place(|| cluster.restart(mode));
                damage.restarts_of_the_database += 1;
            }
            _ => damage.restarts_of_the_database += u32::from(due),
        }
    }
    damage
}
