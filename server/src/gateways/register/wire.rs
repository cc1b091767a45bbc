//! A unit as the register writes it, as far as a shop needs it.
use app::merchant::shops::gateway::{RegisterError, Standing, Unit};
use domain::merchant::orgnr::Orgnr;
use serde::Deserialize;

const HOME_COUNTRY: &str = "Norge";
/// Longest text that is taken over, in characters.
const TEXT_MAX_CHARS: usize = 200;

/// Fields that do not apply are left out: a unit that was deleted has hardly more than its name and the day.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    organisasjonsnummer: String,
    navn: String,
    organisasjonsform: Form,
    forretningsadresse: Option<Address>,
    /// Of a sub-unit.
    beliggenhetsadresse: Option<Address>,
    postadresse: Option<Address>,
    #[serde(default)]
    konkurs: bool,
    #[serde(default)]
    under_avvikling: bool,
    #[serde(default)]
    under_tvangsavvikling_eller_tvangsopplosning: bool,
    slettedato: Option<String>,
    /// Of a sub-unit: when its business ended.
    nedleggelsesdato: Option<String>,
    /// Of a sub-unit: what it is a part of.
    overordnet_enhet: Option<String>,
}

#[derive(Deserialize)]
struct Form {
    kode: String,
}

#[derive(Deserialize)]
struct Address {
    #[serde(default)]
    adresse: Vec<Option<String>>,
    postnummer: Option<String>,
    poststed: Option<String>,
    land: Option<String>,
}

/// Reads the answer about this number. One about another is not believed.
pub(super) fn unit(body: &[u8], number: &Orgnr) -> Result<Unit, RegisterError> {
    read(body, number).and_then(Wire::into_unit)
}

/// The same of a sub-unit, with the number of what it is a part of.
pub(super) fn sub_unit(body: &[u8], number: &Orgnr) -> Result<(Unit, Option<Orgnr>), RegisterError> {
    let mut wire = read(body, number)?;
    let parent = wire.overordnet_enhet.take().map(|parent| Orgnr::parse(&parent)).transpose();
    let parent = parent.map_err(|_| RegisterError::Unreadable("a part of nothing"))?;
    Ok((wire.into_unit()?, parent))
}

fn read(body: &[u8], number: &Orgnr) -> Result<Wire, RegisterError> {
    let wire: Wire = serde_json::from_slice(body)
        .map_err(|_| RegisterError::Unreadable("it is not a unit of the known shape"))?;
    if wire.organisasjonsnummer == number.as_str() {
        Ok(wire)
    } else {
        Err(RegisterError::Unreadable("it is about another unit"))
    }
}

impl Wire {
    fn into_unit(self) -> Result<Unit, RegisterError> {
        let name = plain(&self.navn).ok_or(RegisterError::Unreadable("the unit has no name"))?;
        let standing = if self.konkurs {
            Standing::Bankrupt
        } else if self.under_avvikling
            || self.under_tvangsavvikling_eller_tvangsopplosning
            || self.slettedato.is_some()
            || self.nedleggelsesdato.is_some()
        {
            Standing::Dissolved
        } else {
            Standing::Trading
        };
        let address = self.forretningsadresse.or(self.beliggenhetsadresse).or(self.postadresse);
        let address = address.and_then(|address| address.in_one_line());
        Ok(Unit { name, form: self.organisasjonsform.kode, address, standing })
    }
}

impl Address {
    fn in_one_line(&self) -> Option<String> {
        let place = [self.postnummer.as_deref(), self.poststed.as_deref()];
        let place = place.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let abroad = self.land.as_deref().filter(|land| !land.eq_ignore_ascii_case(HOME_COUNTRY));
        let lines = self.adresse.iter().flatten().map(String::as_str);
        let lines: Vec<String> = lines.chain([place.as_str()]).chain(abroad).filter_map(plain).collect();
        plain(&lines.join(", "))
    }
}

/// One line of visible text, cut to what is taken over; none when nothing is left.
fn plain(text: &str) -> Option<String> {
    let visible: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(line.chars().take(TEXT_MAX_CHARS).collect()).filter(|line: &String| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNIT: &str = include_str!("../../../tests/fixtures/brreg/enhet.json");

    fn of(body: &str) -> Result<Unit, RegisterError> {
        unit(body.as_bytes(), &Orgnr::parse("310000108").unwrap())
    }

    #[test]
    fn a_unit_is_read() {
        let read = of(UNIT).unwrap();
        assert_eq!((read.name.as_str(), read.form.as_str()), ("FJORDLYS KAFFE AS", "AS"));
        assert_eq!(read.address.as_deref(), Some("c/o Nordlys Drift AS, Strandgata 4, 9008 TROMSØ"));
        assert_eq!(read.standing, Standing::Trading);
    }

    #[test]
    fn standings() {
        for (from, to, standing) in [
            ("\"konkurs\": false", "\"konkurs\": true", Standing::Bankrupt),
            ("\"underAvvikling\": false", "\"underAvvikling\": true", Standing::Dissolved),
            (
                "\"underTvangsavviklingEllerTvangsopplosning\": false",
                "\"underTvangsavviklingEllerTvangsopplosning\": true",
                Standing::Dissolved,
            ),
            ("\"konkurs\": false,", "\"slettedato\": \"2025-03-01\",", Standing::Dissolved),
            ("\"konkurs\": false,", "", Standing::Trading),
        ] {
            assert!(UNIT.contains(from), "{from}");
            assert_eq!(of(&UNIT.replace(from, to)).unwrap().standing, standing, "{to}");
        }
    }

    #[test]
    fn addresses() {
        for (from, to, line) in [
            ("\"Norge\"", "\"Sverige\"", "c/o Nordlys Drift AS, Strandgata 4, 9008 TROMSØ, Sverige"),
            ("\"c/o Nordlys Drift AS\", ", "", "Strandgata 4, 9008 TROMSØ"),
            ("\"c/o Nordlys Drift AS\", ", "null, \" \", ", "Strandgata 4, 9008 TROMSØ"),
            ("\"forretningsadresse\"", "\"postadresse\"", "c/o Nordlys Drift AS, Strandgata 4, 9008 TROMSØ"),
        ] {
            assert!(UNIT.contains(from), "{from}");
            assert_eq!(of(&UNIT.replace(from, to)).unwrap().address.as_deref(), Some(line), "{to}");
        }
        assert_eq!(of(&UNIT.replace("\"forretningsadresse\"", "\"x\"")).unwrap().address, None);
    }

    #[test]
    fn what_is_not_as_it_should_be_is_not_used() {
        for broken in ["", "{}", "<html>", "null", "[]"] {
            assert!(of(broken).is_err(), "{broken}");
        }
        for (from, to) in [
            ("\"organisasjonsnummer\": \"310000108\"", "\"organisasjonsnummer\": \"310000175\""),
            ("\"organisasjonsnummer\": \"310000108\"", "\"organisasjonsnummer\": 310000108"),
            ("\"navn\": \"FJORDLYS KAFFE AS\"", "\"navn\": \" \\n \""),
            ("\"navn\"", "\"name\""),
            ("\"konkurs\": false", "\"konkurs\": \"nei\""),
        ] {
            assert!(UNIT.contains(from), "{from}");
            assert!(of(&UNIT.replace(from, to)).is_err(), "{to}");
        }
        let long = UNIT.replace("FJORDLYS KAFFE AS", &"Å".repeat(5_000));
        assert_eq!(of(&long).unwrap().name.chars().count(), TEXT_MAX_CHARS);
    }
}
