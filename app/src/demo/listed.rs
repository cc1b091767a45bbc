//! A sanctions list of invented people, so that screening works without any published list.
use chrono::{DateTime, Utc};
use domain::compliance::screening::{CountryCode, PartialDate, Schema};
use domain::compliance::watchlist::{Content, Listed, NameQuality};

use crate::compliance::screening::lists::reader::{Each, ListReader, ReadError};

/// Other words here are another version of the list.
const EDITION: &str = "2026-11-27";

/// Kind, name, another name, date of birth, country.
type Line = (Schema, &'static str, &'static str, &'static str, &'static str);

const LINES: [Line; 12] = [
    (Schema::Person, "FIKTIVNI, Zoran Izmisljen", "Зоран Измишљен Фиктивни", "1963-07-28", "RS"),
    (Schema::Person, "NEPOSTOJIC, Dragutin", "Непостојић Драгутин", "1958", "BA"),
    (Schema::Person, "ZMYSLONY, Wieslaw", "Zmyślony Wiesław", "1971-02-11", "PL"),
    (Schema::Person, "KHAYALI, Abdul Farzi", "عبد الفرضي خيالي", "1969", "PK"),
    (Schema::Person, "UYDURMA, Huseyin Hayali", "Hüseyin Hayalî Uydurma", "1975-05-19", "TR"),
    (Schema::Person, "VYMYSHLENNY, Ivan Nikolaevich", "Вымышленный Иван Николаевич", "1980-01-02", "RU"),
    (Schema::Organisation, "NOWHERE TRADING COMPANY LTD", "Nowhere General Trading", "", "SY"),
    (Schema::Organisation, "IMAGINARY SHIPPING LINES", "ISL Lines", "", "IR"),
    (Schema::Organisation, "PAPER TIGER FRONT", "Front of the Paper Tiger", "", "YE"),
    (Schema::Organisation, "HAYALI TICARET ANONIM SIRKETI", "Hayali Ticaret A.Ş.", "", "TR"),
    (Schema::Vessel, "PAPER MOON", "Kagit Ay", "", "CU"),
    (Schema::Vessel, "GHOST OF THE DRINA", "Duh Drine", "", "RS"),
];

/// What the list is known by, as the checksum of a file is.
pub(super) fn checksum() -> String {
    format!("built-in {EDITION}")
}

pub(super) struct BuiltInList;

impl ListReader for BuiltInList {
    fn read(&mut self, each: &mut Each<'_>) -> Result<Option<DateTime<Utc>>, ReadError> {
        for (number, (schema, name, alias, born, country)) in (1..).zip(LINES) {
            let external_id = format!("invented-{number}");
            let mut content = Content::named(schema, name);
            content.add_name(NameQuality::Strong, alias);
            PartialDate::parse(born).into_iter().for_each(|date| content.add_birth(date));
            CountryCode::parse(country).into_iter().for_each(|code| content.add_country(code));
            content.programmes.push("INVENTED".to_owned());
            let place = external_id.clone();
            each(Listed { external_id, content }).map_err(|why| ReadError::new(place, why))?;
        }
        Ok(None)
    }
}
