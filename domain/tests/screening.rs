//! The matcher against labelled pairs (docs/screening.md says how they were made), and what holds for every name.
#![expect(clippy::unwrap_used, reason = "a test ends where its expectation does")]

use domain::compliance::screening::{
    CountryCode, DEFAULT_THRESHOLD, Index, PartialDate, Prepared, Profile, Schema, Score, prepare,
    quick_score, score,
};
use proptest::prelude::*;

/// What a labelled pair is, and what the matcher says of it.
struct Labelled {
    is_match: bool,
    score: Score,
    line: String,
}

fn named(schema: Schema, name: &str) -> Prepared {
    prepare(&Profile::named(schema, name))
}

/// No cell of these files has a comma inside, except in quotes that begin a cell.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            _ => cells.last_mut().unwrap().push(c),
        }
    }
    cells
}

fn labelled(file: &str) -> Vec<Labelled> {
    file.lines()
        .skip(1)
        .map(|line| {
            let cells = cells(line);
            let schema: Schema = cells[0].parse().unwrap();
            let found = score(&named(schema, &cells[1]), &named(schema, &cells[2]));
            Labelled {
                is_match: cells[3] == "true",
                score: found.score,
                line: format!("{line}: {}", found.explain()),
            }
        })
        .collect()
}

/// Precision, recall and F1 at the default threshold, in thousandths.
fn quality(pairs: &[Labelled]) -> (usize, usize, usize) {
    let count = |is_match: bool, found: bool| {
        pairs.iter().filter(|it| it.is_match == is_match && (it.score >= DEFAULT_THRESHOLD) == found).count()
    };
    let (hit, wrong, missed) = (count(true, true), count(false, true), count(true, false));
    (1000 * hit / (hit + wrong), 1000 * hit / (hit + missed), 2000 * hit / (2 * hit + wrong + missed))
}

fn report(pairs: &[Labelled]) -> String {
    let wrong = pairs.iter().filter(|it| it.is_match != (it.score >= DEFAULT_THRESHOLD));
    wrong.map(|it| it.line.as_str()).collect::<Vec<_>>().join("\n")
}

/// One pair for each thing that docs/screening.md says.
#[test]
fn what_the_documentation_says() {
    let person = Schema::Person;
    let organisation = Schema::Organisation;
    for (schema, one, other, is_match) in [
        (person, "Đorđe Petrović", "Ђорђе Петровић", true),
        (person, "Đorđe Petrović", "PETROVIC, Djordje", true),
        (person, "Işıl Çağlar", "ISIL CAGLAR", true),
        (person, "Abdulrahman Qureshi", "Abd al-Rahman Quraishi", true),
        (person, "Bashiruddin Khan", "Bashir-ud-Din Khan", true),
        (person, "يوسف حسن", "Youssef Hassan", true),
        (person, "Dr. Jens Müller", "Jens Mueller", true),
        (person, "Jean-Claude Tremblay", "J.-C. Tremblay", true),
        (person, "Theodore Brekke", "Ted Brekke", true),
        (person, "Sergej Ivanoff", "Sergey Pavlovich Ivanov", true),
        (person, "Salman bin Muhammad al-Harbi", "Muhammad bin Salman al-Harbi", false),
        (person, "Hasan Demir", "Hüseyin Demir", false),
        (person, "Marko Petrović", "Marko Petković", false),
        (person, "Emir Begić", "Emira Begić", false),
        (person, "Sergey Pavlovich Ivanov", "Sergey Borisovich Ivanov", false),
        (person, "Ahmad Tariq Yunus Baloch", "Ahmad Tariq Kamran Baloch", false),
        (person, "A. Nowak", "Zofia Nowak", false),
        (person, "I. O.", "Ivan Orlov", false),
        (organisation, "Sava Promet d.o.o.", "САВА ПРОМЕТ ДОО", true),
        (organisation, "Sava Promet", "Sava Promet a.d.", true),
        (organisation, "ОАО Ладога", "Open Joint Stock Company Ladoga", true),
        (organisation, "People's Rescue Team", "PRT", true),
        (organisation, "First Harbour Bank", "1st Harbour Bank", true),
        (organisation, "Brigade Forty-Four", "Brigade 44", true),
        (organisation, "Harbour Fund 44", "Harbour Fund 45", false),
        (organisation, "Harbour Fund", "Harbour Fund II", false),
        (organisation, "Harbour Bank of Estonia", "Harbour Bank of Ethiopia", false),
        (organisation, "АНО Ладога", "Ladoga LLC", false),
        (organisation, "Ladoga Steel", "Ladoga Oil", false),
    ] {
        let found = score(&named(schema, one), &named(schema, other));
        assert_eq!(found.score >= DEFAULT_THRESHOLD, is_match, "{one} | {other}: {}", found.explain());
    }
}

/// More pairings than are weighed against each other.
#[test]
fn one_word_again_and_again() {
    for word in ["Ana ", "A. ", "bin ", "Ana d.o.o. "] {
        for schema in Schema::ALL {
            let it = named(*schema, &word.repeat(40));
            assert_eq!(score(&it, &it).score, Score::FULL, "{word}");
        }
    }
}

/// Dates, countries and gender take a score down, and order what is left equal.
#[test]
fn what_is_known_beside_the_name() {
    let profile = |birth: &str, country: &str| {
        let mut it = Profile::named(Schema::Person, "Zoran Kneževački");
        it.birth_dates.extend(PartialDate::parse(birth));
        it.countries.extend(CountryCode::parse(country));
        prepare(&it)
    };
    let query = profile("1963-07-28", "RS");
    let ranks: Vec<_> =
        [("1963-07-28", "RS"), ("1963", "RS"), ("", "RS"), ("", ""), ("1963-07-28", "BA"), ("1970", "BA")]
            .iter()
            .map(|(birth, country)| score(&query, &profile(birth, country)))
            .collect();
    assert!(ranks.is_sorted_by(|a, b| a.rank(0) > b.rank(0)), "{ranks:?}");
    assert!(ranks[3].score == Score::FULL && ranks[4].score == Score::of(8_000));
    assert!(ranks[5].explain().ends_with("date of birth differs; country differs (-0.3500)"));
    assert!(ranks[0].rank(7) > ranks[0].rank(6));
}

/// The floor is what was measured, less a little: a change that costs quality must say so here.
#[test]
fn names_of_the_corridors_are_matched_well() {
    let pairs = labelled(include_str!("screening/test.csv"));
    let (precision, recall, f1) = quality(&pairs);
    assert!(pairs.len() >= 200);
    assert!(f1 >= 970, "F1 {f1}, precision {precision}, recall {recall}\n{}", report(&pairs));
}

#[test]
fn both_halves_have_other_names() {
    let tuning = include_str!("screening/tuning.csv");
    let test = include_str!("screening/test.csv");
    let names = |file: &str| -> Vec<String> {
        file.lines().skip(1).flat_map(|it| cells(it)[1..3].to_vec()).collect()
    };
    let seen = names(tuning);
    assert!(names(test).iter().all(|it| !seen.contains(it)));
}

/// Whoever the scorer takes for a match is among the index's candidates.
#[test]
fn no_match_is_missing_from_the_candidates() {
    let mut entries = vec![];
    let mut queries = vec![];
    for file in [include_str!("screening/tuning.csv"), include_str!("screening/test.csv")] {
        for line in file.lines().skip(1) {
            let cells = cells(line);
            let schema: Schema = cells[0].parse().unwrap();
            queries.push(named(schema, &cells[1]));
            entries.push(named(schema, &cells[2]));
        }
    }
    let index = Index::build(entries.iter().enumerate());
    let mut matches = 0;
    for (at, query) in queries.iter().enumerate() {
        let candidates = index.candidates(query, entries.len());
        for (key, entry) in entries.iter().enumerate() {
            if quick_score(query, entry) >= DEFAULT_THRESHOLD {
                matches += 1;
                assert!(
                    candidates.contains(&key),
                    "query {at}, entry {key}: {:?}",
                    score(query, entry).explain()
                );
            }
        }
    }
    assert!(matches > 200);
}

/// Names as they come: words of a few letters in several scripts.
fn name() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[A-Z][a-zžćčšđłøåü]{1,9}",
        "[A-Z]\\.",
        "[А-Я][а-яћђњљј]{1,8}",
        "[ابتجحدرزسشعفقكلمنهوي]{2,7}",
        Just("Muhammad".to_owned()),
        Just("bin".to_owned()),
        Just("Abdul".to_owned()),
    ];
    prop::collection::vec(word, 1..6).prop_map(|it| it.join(" "))
}

fn any_schema() -> impl Strategy<Value = Schema> {
    prop::sample::select(Schema::ALL)
}

proptest! {
    /// Any text at all, on either side.
    #[test]
    fn no_text_is_too_strange(a in "\\PC{0,60}", b in any::<String>(), schema in any_schema()) {
        let found = score(&named(schema, &a), &named(schema, &b));
        prop_assert!(found.score <= Score::FULL);
        prop_assert!(!found.explain().is_empty());
    }

    /// However long.
    #[test]
    fn a_long_text_takes_no_longer_than_its_length(word in "[A-Za-z/;. ]{1,6}", schema in any_schema()) {
        let it = named(schema, &word.repeat(1_500));
        prop_assert_eq!(quick_score(&it, &it), score(&it, &it).score);
    }

    /// Who asks for whom does not matter.
    #[test]
    fn both_directions_score_alike(a in name(), b in name(), schema in any_schema()) {
        let (a, b) = (named(schema, &a), named(schema, &b));
        prop_assert_eq!(quick_score(&a, &b), quick_score(&b, &a));
    }

    #[test]
    fn a_name_is_itself(name in name(), schema in any_schema()) {
        let it = named(schema, &name);
        prop_assert_eq!(score(&it, &it).score, Score::FULL);
        prop_assert_eq!(quick_score(&it, &it), Score::FULL);
    }

    /// The words of a name in any order are the same name.
    #[test]
    fn the_order_of_words_does_not_matter(
        words in prop::collection::vec("[A-Z][a-z]{3,8}", 1..5).prop_shuffle(),
    ) {
        let mut sorted = words.clone();
        sorted.sort();
        let (one, other) = (named(Schema::Person, &words.join(" ")), named(Schema::Person, &sorted.join(" ")));
        prop_assert!(quick_score(&one, &other) >= Score::of(9_500));
    }

    /// The short way gives the same score as the one that explains.
    #[test]
    fn the_quick_score_is_the_score(a in name(), b in name(), schema in any_schema()) {
        let (a, b) = (named(schema, &a), named(schema, &b));
        prop_assert_eq!(score(&a, &b).score, quick_score(&a, &b));
    }
}
