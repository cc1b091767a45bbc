//! SDMX-JSON as Norges Bank writes it: a table whose rows and attributes are numbers into lists beside it.
use std::collections::BTreeMap;

use app::rates::gateway::{Observation, RateSourceError};
use chrono::NaiveDate;
use domain::fx::Quotation;
use domain::money::Currency;
use domain::remittance::rate_news::DatedRate;
use serde::Deserialize;

#[derive(Deserialize)]
struct Message {
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    #[serde(rename = "dataSets")]
    data_sets: Vec<DataSet>,
    structure: Structure,
}

#[derive(Deserialize)]
struct DataSet {
    /// By key: the position of each dimension's value, joined by colons.
    series: BTreeMap<String, Series>,
}

#[derive(Deserialize)]
struct Series {
    /// The position of each attribute's value; none when the series does not have it.
    attributes: Vec<Option<usize>>,
    /// By the position of the period; the value is a text.
    observations: BTreeMap<String, Vec<Option<String>>>,
}

#[derive(Deserialize)]
struct Structure {
    dimensions: Dimensions,
    attributes: Attributes,
}

#[derive(Deserialize)]
struct Dimensions {
    series: Vec<Component>,
    observation: Vec<Component>,
}

#[derive(Deserialize)]
struct Attributes {
    series: Vec<Component>,
}

#[derive(Deserialize)]
struct Component {
    id: String,
    values: Vec<Value>,
}

#[derive(Deserialize)]
struct Value {
    id: String,
}

const fn unreadable(why: &'static str) -> RateSourceError {
    RateSourceError::Unreadable(why)
}

/// Reads an answer. It is believed as a whole or not at all.
pub(super) fn read(body: &[u8]) -> Result<Vec<Observation>, RateSourceError> {
    let message: Message =
        serde_json::from_slice(body).map_err(|_| unreadable("it is not SDMX-JSON of the known shape"))?;
    let structure = &message.data.structure;
    let [data_set] = message.data.data_sets.as_slice() else {
        return Err(unreadable("it holds no data set, or several"));
    };
    let mut found = Vec::new();
    for (key, series) in &data_set.series {
        let currency: Currency = dimension(structure, key, "BASE_CUR")?
            .parse()
            .map_err(|_| unreadable("it holds a currency that was not asked for"))?;
        if dimension(structure, key, "QUOTE_CUR")? != "NOK" {
            return Err(unreadable("it quotes in something else than kroner"));
        }
        let (quotation, as_of) = newest(structure, series)?;
        let rate = |mid: Result<_, _>| {
            let mid = mid.map_err(|_| unreadable("a rate is too small"))?;
            Ok(DatedRate { mid, as_of })
        };
        found.push(Observation { currency, rate: rate(quotation.per_krone())? });
        if currency == Currency::Eur {
            found.push(Observation { currency: Currency::Bam, rate: rate(quotation.bam_per_krone())? });
        }
    }
    if found.is_empty() { Err(unreadable("it holds no rates")) } else { Ok(found) }
}

/// The value of a dimension in a series' key.
fn dimension<'a>(structure: &'a Structure, key: &str, id: &str) -> Result<&'a str, RateSourceError> {
    let dimensions = &structure.dimensions.series;
    let place = dimensions.iter().position(|dimension| dimension.id == id);
    let value = place.and_then(|place| {
        let position: usize = key.split(':').nth(place)?.parse().ok()?;
        dimensions[place].values.get(position)
    });
    value.map(|value| value.id.as_str()).ok_or(unreadable("a series has no such dimension"))
}

/// The newest observation of a series, with its day.
fn newest(structure: &Structure, series: &Series) -> Result<(Quotation, NaiveDate), RateSourceError> {
    let attributes = &structure.attributes.series;
    let multiplier = attributes.iter().position(|attribute| attribute.id == "UNIT_MULT").and_then(|place| {
        let position = (*series.attributes.get(place)?)?;
        attributes[place].values.get(position)?.id.parse::<u32>().ok()
    });
    // Without it a rate could be wrong by a factor of a hundred.
    let multiplier = multiplier.ok_or(unreadable("a series does not say how many units it is for"))?;
    let periods = structure.dimensions.observation.iter().find(|dimension| dimension.id == "TIME_PERIOD");
    let periods = periods.ok_or(unreadable("it has no periods"))?;
    let dated = series.observations.iter().map(|(position, values)| {
        let position: usize = position.parse().ok()?;
        let day: NaiveDate = periods.values.get(position)?.id.parse().ok()?;
        Some((day, values.first()?.as_deref()?))
    });
    let dated: Option<Vec<_>> = dated.collect();
    let newest = dated.ok_or(unreadable("an observation has no day or no value"))?.into_iter().max();
    let (day, value) = newest.ok_or(unreadable("a series has no observation"))?;
    let quotation = Quotation::parse(value, multiplier).map_err(|_| unreadable("a value is no rate"))?;
    Ok((quotation, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORDED: &str = include_str!("../../../tests/fixtures/norges-bank-exr.json");

    fn refused(from: &str, to: &str) -> RateSourceError {
        assert!(RECORDED.contains(from), "{from}");
        read(RECORDED.replace(from, to).as_bytes()).expect_err(to)
    }

    #[test]
    fn the_recorded_answer_is_read() {
        let read = read(RECORDED.as_bytes()).unwrap();
        let found: BTreeMap<_, _> = read
            .iter()
            .map(|it| (it.currency.code(), (it.rate.mid.to_decimal_string(), it.rate.as_of.to_string())))
            .collect();
        let thursday = "2026-11-26";
        for (currency, mid, day) in [
            ("PLN", "0.36543029", thursday),
            ("PKR", "27.38825592", "2026-11-25"),
            ("TRY", "4.18235048", thursday),
            ("EUR", "0.08596974", thursday),
            ("BAM", "0.16814219", thursday),
        ] {
            assert_eq!(found.get(currency), Some(&(mid.to_owned(), day.to_owned())), "{currency}");
        }
        assert_eq!(found.len(), 5);
    }

    #[test]
    fn what_is_not_as_it_should_be_is_not_used() {
        for broken in ["", "{}", "<html>", "null", r#"{"data": {"dataSets": []}}"#] {
            assert!(read(broken.as_bytes()).is_err(), "{broken}");
        }
        for (from, to) in [
            ("\"2.7365\"", "\"2,7365\""),
            ("\"2.7365\"", "\"0\""),
            ("\"2.7365\"", "\"-2.7365\""),
            ("\"2.7365\"", "\"NaN\""),
            ("\"2.7365\"", "null"),
            ("\"2.7365\"", "2.7365"),
            ("\"UNIT_MULT\"", "\"UNITS\""),
            ("\"BASE_CUR\"", "\"CUR\""),
            ("\"TIME_PERIOD\"", "\"TIME\""),
            ("\"id\": \"NOK\"", "\"id\": \"SEK\""),
            ("\"id\": \"PLN\"", "\"id\": \"USD\""),
            ("\"0:2:0:0\"", "\"0:9:0:0\""),
            ("\"id\": \"2026-11-26\"", "\"id\": \"26.11.2026\""),
        ] {
            refused(from, to);
        }
    }
}
