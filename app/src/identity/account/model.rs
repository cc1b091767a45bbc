//! What the pages around the account show and take.
use serde::{Deserialize, Serialize};

use crate::form::Flash;

/// "Look at your e-mail".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckMail {
    /// Whom the letter went to; nobody in a browser in which nobody has registered.
    pub email: Option<String>,
    /// Where to go after the log-in, in this browser.
    pub next: String,
    /// In a demo letters are pages of this site.
    pub is_demo: bool,
    pub flash: Flash,
}

/// "The letter is on its way", to whoever has the address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetSent {
    pub is_demo: bool,
}

/// The page that the link of a registration, or of a new address, opens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmStep {
    pub email: String,
}

/// The page that the link of a forgotten password opens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetStep {
    /// For password managers: which account the new password is of.
    pub email: String,
    pub flash: Flash,
}

/// A page of one's own that changes something: how it is, and what was typed if it has to be put right.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeStep {
    pub email: String,
    pub phone: Option<String>,
    pub flash: Flash,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct EmailForm {
    #[serde(default)]
    pub email: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct PhoneForm {
    #[serde(default)]
    pub phone: String,
}

/// Neither is ever written back into a page or the session.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ResetForm {
    #[serde(default, skip_serializing)]
    pub code: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub password: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct PasswordForm {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub password: String,
}

/// A page of a link, with what opens it; nothing else than letters and digits gets into the address.
#[must_use]
pub fn link_page(page: &str, code: &str) -> String {
    let code: String = code.chars().filter(char::is_ascii_alphanumeric).take(128).collect();
    format!("{page}?code={code}")
}

/// An address for a letter that may be read by somebody else: the first letter, and the house.
#[must_use]
pub fn masked(email: &str) -> String {
    match email.split_once('@') {
        Some((name, house)) => format!("{}•••@{house}", name.chars().take(1).collect::<String>()),
        None => "•••".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{link_page, masked};

    #[test]
    fn an_address_is_masked_but_for_its_first_letter_and_its_house() {
        for (email, shown) in
            [("zoran@example.no", "z•••@example.no"), ("ø@example.no", "ø•••@example.no"), ("nothing", "•••")]
        {
            assert_eq!(masked(email), shown);
        }
    }

    #[test]
    fn only_letters_and_digits_get_into_the_address_of_a_link() {
        assert_eq!(link_page("/login/reset", "ab12&x=\r\n/"), "/login/reset?code=ab12x");
    }
}
