//! Parameters of a rule as people read and type them, and back.
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::compliance::rules::{CountryCode, Rule};
use domain::form::FieldCode;
use serde_json::{Map, Value, json};

use super::model::{Changed, Parameter, ParameterKind};
use crate::error::FieldErrors;

/// Countries are the one list that is none of numbers.
const COUNTRIES: &str = "countries";

/// A range's name, without what some of them say behind it.
fn bare(name: &'static str) -> &'static str {
    name.split(' ').next().unwrap_or(name)
}

/// Every parameter, in the order of the rule.
#[must_use]
pub fn parameters(rule: &Rule) -> Vec<Parameter> {
    let all = json!(rule);
    let ranges = rule.ranges();
    let mut seen = BTreeSet::new();
    let each = ranges.iter().filter(|range| seen.insert(bare(range.name))).map(|range| {
        let name = bare(range.name);
        // Of a list the range of what stands in it, if it says one.
        let range = ranges.iter().find(|it| it.name == name).unwrap_or(range);
        let (kind, value) = text_of(name, &all[name]);
        Parameter { name: name.to_owned(), value, least: range.least, most: range.most, kind }
    });
    each.collect()
}

fn text_of(name: &str, value: &Value) -> (ParameterKind, String) {
    let Some(list) = value.as_array() else { return (ParameterKind::Number, value.to_string()) };
    if name == COUNTRIES {
        let text = |it: &Value, key: &str| it[key].as_str().unwrap_or_default().to_owned();
        let lines = list.iter().map(|it| format!("{} {}", text(it, "country"), text(it, "since")));
        return (ParameterKind::Countries, lines.collect::<Vec<_>>().join("\n"));
    }
    (ParameterKind::Numbers, list.iter().map(Value::to_string).collect::<Vec<_>>().join(", "))
}

/// The rule with what was typed. What was not typed stays as it is.
///
/// # Errors
/// Every field that cannot be read, or may not be what it is.
pub fn read(rule: &Rule, typed: &BTreeMap<String, String>) -> Result<(Value, Rule), FieldErrors> {
    let (mut errors, mut changes) = (FieldErrors::new(), Map::new());
    for parameter in parameters(rule) {
        let Some(text) = typed.get(&parameter.name) else { continue };
        match value_of(parameter.kind, text) {
            Ok(value) => changes.extend([(parameter.name, value)]),
            Err(code) => errors.extend([(parameter.name, code)]),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut all = json!(rule);
    if let Some(all) = all.as_object_mut() {
        all.extend(changes.clone());
    }
    // What is read here is of the kind that the rule has, so that nothing but its size can be wrong.
    let changed = Rule::read(rule.name(), all)
        .map_err(|_| FieldErrors::from([("mode".to_owned(), FieldCode::Unknown)]))?;
    let wrong = changed.ranges().into_iter().filter(|it| !(it.least..=it.most).contains(&it.value));
    let wrong: FieldErrors =
        wrong.map(|it| (bare(it.name).to_owned(), FieldCode::NumberOutOfRange)).collect();
    if wrong.is_empty() { Ok((Value::Object(changes), changed)) } else { Err(wrong) }
}

fn value_of(kind: ParameterKind, text: &str) -> Result<Value, FieldCode> {
    let text = text.trim();
    match kind {
        _ if text.is_empty() && kind != ParameterKind::Countries => Err(FieldCode::Required),
        ParameterKind::Number => number(text).map(Value::from),
        ParameterKind::Numbers => {
            let numbers = text.split([',', ';', '\n']).map(str::trim).filter(|it| !it.is_empty());
            let numbers: BTreeSet<u32> = numbers.map(number).collect::<Result<_, _>>()?;
            Ok(json!(numbers))
        }
        ParameterKind::Countries => {
            let lines = text.lines().map(str::trim).filter(|it| !it.is_empty());
            lines.map(country).collect::<Result<Vec<_>, _>>().map(Value::Array)
        }
    }
}

/// Spaces between the digits are how people write thousands.
fn number(text: &str) -> Result<u32, FieldCode> {
    let digits: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    digits.parse().map_err(|_| FieldCode::NumberMalformed)
}

fn country(line: &str) -> Result<Value, FieldCode> {
    let (code, since) = line.split_once(char::is_whitespace).ok_or(FieldCode::DateMalformed)?;
    let code = CountryCode::parse(&code.to_uppercase()).map_err(|_| FieldCode::Unknown)?;
    let since: NaiveDate = since.trim().parse().map_err(|_| FieldCode::DateMalformed)?;
    Ok(json!({ "country": code, "since": since }))
}

/// What differs between two versions of a rule.
#[must_use]
pub fn changes(before: &Rule, after: &Rule) -> Vec<Changed> {
    let old: BTreeMap<String, String> =
        parameters(before).into_iter().map(|it| (it.name, it.value)).collect();
    let differs = parameters(after).into_iter().filter_map(|it| {
        let before = old.get(&it.name).cloned().unwrap_or_default();
        (before != it.value).then_some(Changed { parameter: Some(it.name), before, after: it.value })
    });
    differs.collect()
}

#[cfg(test)]
mod tests {
    use domain::compliance::finding::RuleName;

    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn what_is_shown_is_read_as_the_same_rule() {
        for name in RuleName::ALL {
            let rule = Rule::default_of(*name);
            let shown = parameters(&rule).into_iter().map(|it| (it.name, it.value)).collect();
            let (_, read) = read(&rule, &shown).unwrap();
            assert_eq!(read, rule);
            assert!(changes(&rule, &read).is_empty());
        }
    }

    #[test]
    fn lists_are_typed_as_people_write_them() {
        let rule = Rule::default_of(RuleName::Structuring);
        let (_, changed) = read(&rule, &typed(&[("thresholds_kroner", "10 000; 8000, 8000")])).unwrap();
        let told = changes(&rule, &changed);
        assert_eq!(
            (told[0].before.as_str(), told[0].after.as_str()),
            ("8000, 10000, 50000, 100000", "8000, 10000")
        );
        let rule = Rule::default_of(RuleName::HighRiskCorridor);
        let (_, changed) = read(&rule, &typed(&[("countries", "ba 2026-06-01\n PK  2026-01-31 ")])).unwrap();
        assert_eq!(changes(&rule, &changed)[0].after, "BA 2026-06-01\nPK 2026-01-31");
        assert!(read(&rule, &typed(&[("countries", "")])).is_ok(), "no country at all is a list too");
    }

    #[test]
    fn every_field_that_is_wrong_is_named() {
        let rule = Rule::default_of(RuleName::Structuring);
        let wrong = read(&rule, &typed(&[("margin_percent", "ten"), ("window_hours", " ")])).unwrap_err();
        assert_eq!(
            wrong.into_iter().collect::<Vec<_>>(),
            [
                ("margin_percent".to_owned(), FieldCode::NumberMalformed),
                ("window_hours".to_owned(), FieldCode::Required)
            ]
        );
        // High is not before medium.
        let wrong = read(&rule, &typed(&[("medium_count", "6"), ("thresholds_kroner", "5")])).unwrap_err();
        assert_eq!(wrong.keys().collect::<Vec<_>>(), ["high_count", "thresholds_kroner"]);
        let rule = Rule::default_of(RuleName::HighRiskCorridor);
        for (text, code) in [
            ("Bosnia 2026-06-01", FieldCode::Unknown),
            ("BA", FieldCode::DateMalformed),
            ("BA 1.6.2026", FieldCode::DateMalformed),
        ] {
            let wrong = read(&rule, &typed(&[("countries", text)])).unwrap_err();
            assert_eq!(wrong["countries"], code, "{text}");
        }
    }
}
