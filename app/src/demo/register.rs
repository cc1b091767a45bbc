//! A register of units for places without one: a few invented businesses, under numbers that no real one has.
use async_trait::async_trait;
use domain::merchant::orgnr::Orgnr;

use crate::merchant::shops::gateway::{Answer, RegisterError, Standing, Unit, UnitRegister};

/// Number, name, kind, address, standing.
const UNITS: [(&str, &str, &str, &str, Standing); 13] = [
    ("988077917", "AHMETOV MAT AS", "AS", "Grønland 12, 0188 OSLO", Standing::Trading),
    ("310000108", "FJORDLYS KAFFE AS", "AS", "Strandgata 4, 9008 TROMSØ", Standing::Trading),
    ("310000175", "BAKKEN BLOMSTER", "ENK", "Bakkegata 7, 5003 BERGEN", Standing::Trading),
    ("310000248", "NORDVIK SYKKELVERKSTED AS", "AS", "Verkstedveien 21, 7041 TRONDHEIM", Standing::Trading),
    ("310000310", "SOLVEIGS BAKERI DA", "DA", "Torget 2, 4006 STAVANGER", Standing::Trading),
    ("310000388", "LILLE ORIENT IMPORT AS", "AS", "Tøyengata 33, 0578 OSLO", Standing::Trading),
    ("310000450", "ØSTBANEN FRISØR", "ENK", "Jernbanetorget 1, 0154 OSLO", Standing::Trading),
    ("310000523", "HAVNA FISK OG SKALLDYR AS", "AS", "Fiskebrygga 9, 4610 KRISTIANSAND S", Standing::Trading),
    (
        "310000590",
        "ANDELSLAGET FOR FELLES INNKJØP AV GRØNNSAKER, FRUKT OG BÆR PÅ ØVRE OG NEDRE ROMERIKE SA",
        "SA",
        "Storgata 100, 2000 LILLESTRØM",
        Standing::Trading,
    ),
    ("310000663", "GAMLE BRYGGE HANDEL AS", "AS", "Bryggen 3, 5003 BERGEN", Standing::Dissolved),
    ("310000736", "STENGT KJØKKEN AS", "AS", "Industriveien 5, 1473 LØRENSKOG", Standing::Bankrupt),
    // Takes part in no test of the browser, so that there is always a number left to try a demo with.
    ("310000876", "VINTERHAGEN TEHUS", "ENK", "Parkveien 60, 0254 OSLO", Standing::Trading),
    ("310000949", "LANGFJORD LYD OG BILDE AS", "AS", "Kongens gate 14, 7011 TRONDHEIM", Standing::Trading),
];
/// As if the register did not answer.
const SILENT: &str = "310000809";
/// As if it was there once.
const GONE: &str = "310001015";

/// Answers from a list.
#[derive(Clone, Copy, Debug)]
pub struct BuiltInRegister;

#[async_trait]
impl UnitRegister for BuiltInRegister {
    async fn unit(&self, number: &Orgnr) -> Result<Answer, RegisterError> {
        match number.as_str() {
            SILENT => Err(RegisterError::NoAnswer("this number plays a register that is down".to_owned())),
            GONE => Ok(Answer::Gone),
            number => Ok(UNITS.iter().find(|unit| unit.0 == number).map_or(Answer::Unknown, unit)),
        }
    }
}

fn unit((_, name, form, address, standing): &(&str, &str, &str, &str, Standing)) -> Answer {
    Answer::Unit(Unit {
        name: (*name).to_owned(),
        form: (*form).to_owned(),
        address: Some((*address).to_owned()),
        standing: *standing,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_one() {
        for number in UNITS.iter().map(|unit| unit.0).chain([SILENT, GONE]) {
            assert!(Orgnr::parse(number).is_ok(), "{number}");
        }
    }
}
