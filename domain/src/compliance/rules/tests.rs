//! Tests of all rules together: what holds for each of them.

use std::collections::HashSet;

use chrono::Duration;
use proptest::prelude::*;

use super::testing::{ACCOUNT, DAY, HOUR, ME, SHOP, Scene, kr, noon, other};
use super::*;
use crate::compliance::finding::{RuleName, Severity};

#[test]
fn defaults_are_in_their_ranges_and_have_a_reason() {
    for rule in Rule::all_defaults() {
        assert_eq!(rule.validate(), Ok(()), "{:?}", rule.name());
        assert!(Rule::reason(rule.name()).contains('§'), "{:?} names its law", rule.name());
        let names: Vec<_> = rule.ranges().into_iter().map(|range| range.name).collect();
        let fields = serde_json::to_value(&rule).unwrap();
        for field in fields.as_object().unwrap().keys() {
            assert!(
                names.iter().any(|name| name.starts_with(field)),
                "{:?}: {field} has no range",
                rule.name()
            );
        }
    }
}

#[test]
fn parameters_read_back_and_nothing_else_does() {
    for name in RuleName::ALL {
        let rule = Rule::default_of(*name);
        assert_eq!(rule.name(), *name);
        let mut json = serde_json::to_value(&rule).unwrap();
        assert_eq!(Rule::read(*name, json.clone()).unwrap(), rule);
        json["of_no_rule"] = 1.into();
        assert!(Rule::read(*name, json).is_err(), "{name}");
        assert!(Rule::read(*name, serde_json::json!({})).is_err(), "{name}: a missing one is not a default");
    }
}

#[test]
fn a_parameter_out_of_range_is_named() {
    let rule = Rule::RapidRepeat(rapid_repeat::Parameters { window_minutes: 0, ..Default::default() });
    let wrong = rule.validate().unwrap_err();
    assert_eq!(wrong.to_string(), "window_minutes is 0; it must be 1 to 1440");
    let crossed = Rule::Structuring(structuring::Parameters { high_count: 2, ..Default::default() });
    assert_eq!(crossed.validate().unwrap_err().name, "high_count");
    let threshold = Rule::Structuring(structuring::Parameters {
        thresholds_kroner: vec![8_000, 5],
        ..Default::default()
    });
    assert_eq!(threshold.validate().unwrap_err().value, 5);
}

#[test]
fn an_ordinary_first_remittance_is_no_finding() {
    for (kroner, country) in [(2_000, "RS"), (5_000, "PL"), (1_500, "BA"), (7_500, "TR"), (20_000, "PK")] {
        let mut scene = Scene::sending(kr(kroner)).into_country(country).opened(DAY);
        scene.payment.kind = Kind::Remittance;
        for rule in Rule::all_defaults() {
            assert_eq!(scene.with_history(|history| rule.check(history)), None, "{kroner} to {country}");
        }
    }
}

/// A customer who tries everything out, again and again, is not held.
#[test]
fn a_lively_new_customer_is_never_critical() {
    let mut scene = Scene::sending(kr(2_000)).into_country("BA").opened(HOUR);
    for n in 0..25 {
        scene = scene.own_to(other(n % 5), i64::from(n), kr(100 + i64::from(n % 6) * 980));
    }
    for rule in Rule::all_defaults() {
        let found = scene.with_history(|history| rule.check(history));
        assert!(found.is_none_or(|it| it.severity < Severity::Critical), "{:?}", rule.name());
    }
}

#[test]
fn evidence_is_json_that_reads_back() {
    let scene = Scene::sending(kr(7_900)).own(HOUR, kr(7_900)).own(2 * HOUR, kr(7_900));
    let finding = scene.finding(&structuring::Parameters::default()).unwrap();
    let named = finding.named(|handle| format!("txn_{}", handle.place()));
    let json = serde_json::to_value(&named).unwrap();
    assert_eq!(json["evidence"]["figures"]["kind"], "just_under");
    assert_eq!(json["evidence"]["figures"]["total"]["minor"], kr(23_700));
    assert_eq!(json["evidence"]["transactions"].as_array().unwrap().last().unwrap(), "txn_0");
    assert_eq!(serde_json::from_value::<Finding<String>>(json).unwrap(), named);
    assert!(
        named.evidence.figures.to_string().starts_with("3 of 3 transfers just under 8000.00 NOK in 168 h")
    );
}

/// Payments in order of time among few parties, so that they meet.
fn stream() -> impl Strategy<Value = Vec<Payment>> {
    let one =
        (0_i64..40_000, 0_u32..6, 0_u32..6, prop_oneof![1_i64..5, 7_000_i64..11_000, 20_000_i64..60_000]);
    prop::collection::vec(one, 1..120).prop_map(|mut all| {
        all.sort_unstable();
        let payment = |(number, (minute, sender, account, kroner)): (usize, (i64, u32, u32, i64))| Payment {
            transaction: Handle::new(u32::try_from(number).unwrap()),
            at: (noon() + Duration::minutes(minute)).into(),
            sender: Handle::new(sender),
            // Nobody pays themselves.
            account: Handle::new(if sender == 5 { 7 } else { account + u32::from(account >= sender) }),
            kind: if sender == 5 { Kind::Shop(Handle::new(7)) } else { Kind::Transfer },
            country: CountryCode::parse("BA").ok(),
            amount_minor: kr(kroner),
        };
        all.into_iter().enumerate().map(payment).collect()
    })
}

/// The same payment by the way of the payment's own transaction: everything is looked up for it.
fn looked_up(payments: &[Payment], index: usize, shuffled: impl Fn(&mut Vec<Payment>)) -> Vec<Finding> {
    let payment = &payments[index];
    let part = |keep: &dyn Fn(&Payment) -> bool, days| {
        let mut kept: Vec<Payment> = payments[..index].iter().filter(|it| keep(it)).copied().collect();
        shuffled(&mut kept);
        Past::new(kept, payment, days)
    };
    let own = part(&|it| it.sender == payment.sender, OWN_DAYS);
    let to_account = part(&|it| it.account == payment.account, ACCOUNT_DAYS);
    let received = part(&|it| it.account == payment.sender, ACCOUNT_DAYS);
    let today = day_of(payment.at);
    let sales = || to_account.as_slice().iter().chain([payment]);
    let on = |before: bool| {
        sales().filter(|it| (day_of(it.at) < today) == before).map(|it| it.amount_minor).sum::<i64>()
    };
    let first_day =
        payments[..=index].iter().find(|it| it.account == payment.account).map(|it| day_of(it.at));
    let takings = matches!(payment.kind, Kind::Shop(_)).then(|| Takings {
        today_minor: on(false),
        before_minor: on(true),
        days: u32::try_from((today - first_day.unwrap()).min(TAKINGS_DAYS)).unwrap(),
    });
    let history = History {
        payment,
        own: own.as_slice(),
        to_account: to_account.as_slice(),
        received: received.as_slice(),
        opened_at: None,
        owns_shop: false,
        takings,
        known_since: None,
    };
    Rule::all_defaults().iter().filter_map(|rule| rule.check(&history)).collect()
}

proptest! {
    /// Sliding windows find what looking everything up finds, in whatever order it comes.
    #[test]
    fn the_stream_and_the_look_up_agree(payments in stream()) {
        let mut monitor = Monitor::new(Rule::all_defaults(), Beginning::Known);
        for (index, payment) in payments.iter().enumerate() {
            let mut found = Vec::new();
            monitor.observe(payment, &mut found);
            prop_assert_eq!(&found, &looked_up(&payments, index, |_| ()));
            prop_assert_eq!(&found, &looked_up(&payments, index, |kept| kept.reverse()));
            prop_assert_eq!(&found, &looked_up(&payments, index, |kept| {
                let middle = kept.len() / 2;
                kept.rotate_left(middle);
            }));
        }
    }

    /// What is older than every window of these rules changes nothing.
    #[test]
    fn older_history_changes_nothing(
        payments in prop::collection::vec((0_i64..30, 1_i64..12_000), 0..30),
        older in prop::collection::vec((31_i64..179, 1_i64..12_000), 0..60),
        amount in 1_i64..12_000,
    ) {
        let add = |scene: Scene, all: &[(i64, i64)]| {
            all.iter().fold(scene, |scene, (day, kroner)| scene.own(day * DAY, kr(*kroner)))
        };
        let scene = add(Scene::sending(kr(amount)).into_country("BA").opened(DAY), &payments);
        let with_older = add(scene.clone(), &older);
        for name in [
            RuleName::Structuring,
            RuleName::RapidRepeat,
            RuleName::RoundAmounts,
            RuleName::NewAccountBurst,
            RuleName::HighRiskCorridor,
        ] {
            let rule = Rule::default_of(name);
            let with = with_older.with_history(|history| rule.check(history));
            prop_assert_eq!(scene.with_history(|history| rule.check(history)), with, "{}", name);
        }
    }

    /// A finding names its payment last, in the order of time, and each transaction once.
    #[test]
    fn evidence_is_whole(payments in stream()) {
        let mut monitor = Monitor::new(Rule::all_defaults(), Beginning::OfFile { new_from: noon().into() });
        for payment in &payments {
            let mut found = Vec::new();
            monitor.observe(payment, &mut found);
            for finding in found {
                let named = &finding.evidence.transactions;
                prop_assert_eq!(named.last(), Some(&payment.transaction));
                prop_assert!(named.is_sorted(), "{:?}", finding);
                prop_assert_eq!(named.iter().collect::<HashSet<_>>().len(), named.len());
                prop_assert!(named.len() <= PAYMENTS_MAX + 1);
            }
        }
    }
}

#[test]
fn a_shop_and_its_owner_in_a_stream() {
    let mut monitor = Monitor::new(Rule::all_defaults(), Beginning::Known);
    monitor.shop(SHOP, ME);
    let payment = Payment { account: SHOP, ..Scene::shopping(kr(129)).payment };
    let mut found = Vec::new();
    monitor.observe(&payment, &mut found);
    assert_eq!(found.iter().map(|it| it.rule).collect::<Vec<_>>(), [RuleName::MerchantSelfPayment]);
    // Somebody else is a customer.
    found.clear();
    monitor.observe(&Payment { sender: other(1), transaction: Handle::new(1), ..payment }, &mut found);
    assert_eq!(found, []);
}

#[test]
fn who_comes_late_in_a_file_is_new() {
    let burst = |day: i64| {
        let beginning = Beginning::OfFile { new_from: (noon() + Duration::days(2)).into() };
        let mut monitor = Monitor::new(vec![Rule::default_of(RuleName::NewAccountBurst)], beginning);
        let mut found = Vec::new();
        let mut pay = |sender, minute: i64, number| {
            let payment = Payment {
                transaction: Handle::new(number),
                sender,
                account: ACCOUNT,
                at: (noon() + Duration::minutes(minute)).into(),
                ..Scene::sending(kr(100)).payment
            };
            monitor.observe(&payment, &mut found);
        };
        pay(other(1), 0, 0);
        (1..=5).for_each(|n| pay(ME, day * DAY + i64::from(n), n));
        found.len()
    };
    assert_eq!((burst(0), burst(1), burst(2), burst(20)), (0, 0, 1, 1));
}
