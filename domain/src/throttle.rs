//! How often somebody may try, and how long they wait after failing.

/// How often something may be done from one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// What is counted, for the key of the count.
    pub name: &'static str,
    /// How often within the window.
    pub most: i32,
    /// How long a window is.
    pub seconds: i64,
}

/// Log-in and registration.
pub const LOGINS: Window = Window { name: "login", most: 10, seconds: 60 };
/// Codes of a second factor.
pub const CODES: Window = Window { name: "code", most: 10, seconds: 60 };
/// Making a payment.
pub const PAYMENTS: Window = Window { name: "payment", most: 10, seconds: 60 };
/// Asking for rates and prices.
pub const RATES: Window = Window { name: "rates", most: 120, seconds: 60 };

/// Taking the history away as a file.
pub const EXPORTS: Window = Window { name: "export", most: 10, seconds: 60 };

/// Complaining, writing in a complaint, and asking for one's data.
pub const LETTERS: Window = Window { name: "letter", most: 10, seconds: 600 };

/// Asking for a letter with a link in it …
pub const LINKS: Window = Window { name: "link", most: 10, seconds: 600 };
/// … and how many of them one address is sent, whoever asks.
pub const LINKS_TO_ONE: Window = Window { name: "link-to", most: 5, seconds: 3_600 };

/// Asking the register of units.
pub const REGISTER: Window = Window { name: "register", most: 20, seconds: 60 };
/// Reading a code in a picture.
pub const PICTURES: Window = Window { name: "picture", most: 20, seconds: 60 };

/// Failures on one account that cost nothing.
pub const FREE_FAILURES: usize = 5;
/// The wait after the first failure that does; each further one doubles it …
pub const DELAY_MIN_SECONDS: i64 = 30;
/// … up to this. A longer one would mostly keep the owner out.
pub const DELAY_MAX_SECONDS: i64 = 15 * 60;
/// Failures are forgotten after a day without one.
pub const FAILURES_KEPT_SECONDS: i64 = 24 * 60 * 60;
/// Waits that differ from each other: the last one is [`DELAY_MAX_SECONDS`] and holds from then on.
const STEPS: usize = 10;

/// The wait before the next attempt after one failure, two failures, and so on; the last one also after more.
#[must_use]
pub fn delays_seconds() -> [i64; STEPS] {
    std::array::from_fn(|index| {
        let failures = index + 1;
        match failures.checked_sub(FREE_FAILURES) {
            None => 0,
            Some(doublings) => (DELAY_MIN_SECONDS << doublings).min(DELAY_MAX_SECONDS),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delay_grows_after_five_failures_and_ends_at_a_quarter_of_an_hour() {
        assert_eq!(delays_seconds(), [0, 0, 0, 0, 30, 60, 120, 240, 480, 900]);
    }
}
