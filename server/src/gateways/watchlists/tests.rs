//! Tests of the readers, on invented lists in the publishers' formats.
use std::path::PathBuf;

use app::compliance::screening::lists::reader::{ListReader, ReadError, Refused};
use chrono::{DateTime, Utc};
use domain::compliance::screening::{Gender, Schema};
use domain::compliance::watchlist::{Listed, NameQuality, Source};

use super::{Named, OpenError, eu, ofac, open, opensanctions, un};

const SDN: &str = include_str!("../../../tests/fixtures/watchlists/ofac/sdn.csv");
const ALT: &str = include_str!("../../../tests/fixtures/watchlists/ofac/alt.csv");
const ADD: &str = include_str!("../../../tests/fixtures/watchlists/ofac/add.csv");
const UN: &str = include_str!("../../../tests/fixtures/watchlists/un.xml");
const EU: &str = include_str!("../../../tests/fixtures/watchlists/eu.csv");
const OPEN_SANCTIONS: &str = include_str!("../../../tests/fixtures/watchlists/opensanctions.csv");

fn named(name: &str, text: impl Into<Vec<u8>>) -> Named {
    Named { name: name.to_owned(), bytes: Box::new(std::io::Cursor::new(text.into())) }
}

type Outcome = Result<(Vec<Listed>, Option<DateTime<Utc>>), ReadError>;

/// What a reader hands on, put in order as an import does.
fn read(mut reader: impl ListReader) -> Outcome {
    let mut found: Vec<Listed> = Vec::new();
    let published = reader.read(&mut |mut listed| {
        if found.iter().any(|it| it.external_id == listed.external_id) {
            return Err(Refused::Twice);
        }
        listed.content.put_in_order();
        found.push(listed);
        Ok(())
    })?;
    Ok((found, published))
}

fn read_ofac(sdn: &str, alt: &str, add: &str) -> Outcome {
    read(ofac::Ofac::new(named("sdn.csv", sdn), named("alt.csv", alt), named("add.csv", add)))
}

fn read_un(xml: impl Into<Vec<u8>>) -> Outcome {
    read(un::Un::new(named("un.xml", xml)))
}

fn read_eu(csv: impl Into<Vec<u8>>) -> Outcome {
    read(eu::Eu::new(named("eu.csv", csv)))
}

fn read_open_sanctions(csv: impl Into<Vec<u8>>) -> Outcome {
    read(opensanctions::OpenSanctions::new(named("targets.simple.csv", csv)))
}

fn names(listed: &Listed, quality: NameQuality) -> Vec<&str> {
    let names = listed.content.names.iter().filter(|name| name.quality == quality);
    names.map(|name| name.text.as_str()).collect()
}

#[test]
fn ofac_entries_with_their_other_names_and_places() {
    let (found, published) = read_ofac(SDN, ALT, ADD).unwrap();
    assert_eq!((found.len(), published), (4, None));
    let zoran = &found[0];
    assert_eq!(zoran.external_id, "101");
    assert_eq!(zoran.content.schema, Schema::Person);
    assert_eq!(zoran.content.name(), "FIKTIVNI, Zoran Izmisljen");
    assert_eq!(names(zoran, NameQuality::Strong), ["FICTITIOUS, Zoran"]);
    assert_eq!(names(zoran, NameQuality::Weak), ["ZOKI", "ZOKI FIKTIVNI"]);
    assert_eq!(zoran.content.birth_dates, ["1963-07-28", "1964"]);
    assert_eq!(zoran.content.countries, ["BA", "RS"]);
    assert_eq!(zoran.content.gender, Some(Gender::Male));
    let firm = &found[1].content;
    assert_eq!((firm.schema, firm.countries.len()), (Schema::Organisation, 0));
    assert_eq!(firm.programmes, ["IRAN", "SDGT"]);
    assert_eq!((found[2].content.schema, &*found[2].content.countries[0]), (Schema::Vessel, "CU"));
    assert_eq!((&*found[3].content.birth_dates[0], &*found[3].content.countries[0]), ("1970", "TR"));
}

#[test]
fn a_broken_ofac_list_is_told_by_file_and_line() {
    let sdn_with = |line: &str| format!("{SDN}{line}\n");
    let short = sdn_with("105,\"X\",-0- ");
    let letters = sdn_with("abc,\"X\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ");
    let kind = sdn_with("105,\"X\",\"ghost\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ");
    let twice = sdn_with("101,\"X\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ");
    let open_quote = sdn_with("105,\"X,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ");
    let stray_alias = format!("{ALT}999,4,\"aka\",\"NOBODY\",-0- \n");
    let alias_kind = format!("{ALT}104,4,\"dba\",\"X\",-0- \n");
    let short_address = format!("{ADD}104,14\n");
    for (sdn, alt, add, expected) in [
        (short.as_str(), ALT, ADD, "sdn.csv, line 6: 12 columns expected, 3 found"),
        (&letters, ALT, ADD, "sdn.csv, line 6: `abc` is not the number of an entry"),
        (&kind, ALT, ADD, "sdn.csv, line 6: entry 105 is of the unknown type `ghost`"),
        (&twice, ALT, ADD, "sdn.csv, line 6: entry 101: this entry stands in the list twice"),
        (&open_quote, ALT, ADD, "sdn.csv, line 6: 12 columns expected, 2 found"),
        (SDN, &stray_alias, ADD, "alt.csv, line 4: there is no entry 999 in the list"),
        (SDN, &alias_kind, ADD, "alt.csv, line 4: `dba` is not a kind of name: aka, fka or nka"),
        (SDN, ALT, &short_address, "add.csv, line 4: 6 columns expected, 2 found"),
    ] {
        assert_eq!(read_ofac(sdn, alt, add).unwrap_err().to_string(), expected);
    }
}

#[test]
fn the_security_councils_list() {
    let (found, published) = read_un(UN).unwrap();
    assert_eq!(published.unwrap().to_rfc3339(), "2026-11-20T00:00:09.554+00:00");
    let [person, group] = &found[..] else { panic!("{found:?}") };
    assert_eq!(person.external_id, "XXi.001");
    assert_eq!(person.content.name(), "ABDUL FARZI KHAYALI");
    let strong = names(person, NameQuality::Strong);
    assert_eq!(strong, ["Abdul Farzee & Khiali", "عبد الفرضي خيالي"]);
    assert_eq!(names(person, NameQuality::Weak), ["Abu Farz"]);
    assert_eq!(person.content.birth_dates, ["1971-03-04", "1973", "1974"]);
    assert_eq!(person.content.countries, ["AF", "PK"]);
    assert_eq!((person.content.gender, person.content.programmes.len()), (Some(Gender::Male), 1));
    assert_eq!((group.content.schema, group.content.name()), (Schema::Organisation, "THE PAPER TIGER FRONT"));
    assert_eq!(names(group, NameQuality::Strong), ["Paper Tigers"]);
}

#[test]
fn a_broken_xml_is_told_by_its_line() {
    let cut = &UN[..UN.find("<ENTITIES>").unwrap()];
    let swapped = UN.replacen("</FIRST_NAME>", "</SECOND_NAME>", 1);
    let nameless = UN.replacen("<REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER>", "", 1);
    let entity = UN.replacen("&amp;", "&nothing;", 1);
    let twice = UN.replacen("XXe.001", "XXi.001", 1);
    for (xml, place, reason) in [
        (cut, "un.xml, line 49", "the file ends before the list does"),
        (&swapped, "un.xml, line 7", ""),
        (&nameless, "un.xml, line 47", "an entry that ends here has no REFERENCE_NUMBER"),
        (&entity, "un.xml, line 15", "&nothing; stands for nothing"),
        (&twice, "un.xml, line 62", "entry XXi.001: this entry stands in the list twice"),
        ("<html></html>", "un.xml, line 1", "<html> stands where <CONSOLIDATED_LIST> should"),
        ("", "un.xml, line 1", "the file ends before the list does"),
    ] {
        let error = read_un(xml).unwrap_err();
        assert_eq!(error.place, place, "{error}");
        assert!(error.reason.contains(reason), "{error}");
    }
    let latin = [b"<CONSOLIDATED_LIST>\xe6".as_slice(), b"</CONSOLIDATED_LIST>"].concat();
    assert_eq!(read_un(latin).unwrap_err().place, "un.xml, line 1");
}

#[test]
fn the_unions_list_is_put_together_from_its_rows() {
    let (found, published) = read_eu(EU).unwrap();
    assert_eq!(published.unwrap().to_rfc3339(), "2026-11-20T00:00:00+00:00");
    let [person, firm] = &found[..] else { panic!("{found:?}") };
    assert_eq!((&*person.external_id, person.content.schema), ("13", Schema::Person));
    assert_eq!(person.content.name(), "Ivan Vymyšlenij");
    assert_eq!(names(person, NameQuality::Strong), ["Iwan Wymyslenij", "Иван Вымышленный"]);
    assert_eq!(person.content.birth_dates, ["1980-01-02", "1981"]);
    assert_eq!(
        (&person.content.countries[..], person.content.gender),
        (&["RU".to_owned()][..], Some(Gender::Male))
    );
    assert_eq!(firm.content.name(), "Nowhere \"Trading\"; Ltd");
    assert_eq!(
        (&firm.content.countries[..], &firm.content.programmes[..]),
        (&["SY".to_owned()][..], &["SYR".to_owned()][..])
    );
}

#[test]
fn a_broken_list_of_the_union() {
    let header = EU.lines().next().unwrap();
    let row = EU.lines().nth(1).unwrap();
    for (csv, expected) in [
        (String::new(), "eu.csv: it is empty".to_owned()),
        (
            header.replace("NameAlias_WholeName", "X"),
            "eu.csv, line 1: the column NameAlias_WholeName is missing".to_owned(),
        ),
        (format!("{header}\n{row};\n"), "eu.csv, line 2: 83 columns expected, 84 found".to_owned()),
        (
            format!("{header}\n{}\n", row.replacen(";13;", ";;", 1)),
            "eu.csv, line 2: the column Entity_LogicalId is empty".to_owned(),
        ),
        (
            format!("{header}\n{}\n", row.replacen(";P;", ";Q;", 1)),
            "eu.csv, line 2: `q` is not a kind of subject: P or E".to_owned(),
        ),
    ] {
        assert_eq!(read_eu(csv).unwrap_err().to_string(), expected);
    }
    let latin = [header.as_bytes(), b"\n\xe6\n"].concat();
    assert_eq!(read_eu(latin).unwrap_err().to_string(), "eu.csv, line 2: it is not UTF-8");
}

#[test]
fn a_collection_of_open_sanctions() {
    let (found, published) = read_open_sanctions(OPEN_SANCTIONS).unwrap();
    assert_eq!((found.len(), published), (3, None));
    assert_eq!(found[0].content.name(), "Jan Zmyślony");
    assert_eq!(names(&found[0], NameQuality::Strong), ["Jan Zmyslony", "Zmyslony; Jan"]);
    assert_eq!(
        (&*found[0].content.birth_dates[0], found[0].content.countries.join(" ")),
        ("1975-05-06", "PL RU".to_owned())
    );
    let kinds: Vec<_> = found.iter().map(|it| it.content.schema).collect();
    assert_eq!(kinds, [Schema::Person, Schema::Organisation, Schema::Vessel]);
}

#[test]
fn a_broken_collection() {
    let line = |number: usize| OPEN_SANCTIONS.lines().nth(number).unwrap();
    for (csv, expected) in [
        (String::new(), "targets.simple.csv: it is empty"),
        ("id,name\n".to_owned(), "targets.simple.csv, line 1: the column schema is missing"),
        (format!("{}\nXX-9,Person,A\n", line(0)), "targets.simple.csv, line 2: 15 columns expected, 3 found"),
        (
            format!("{}\n{}\n", line(0), line(1).replace("XX-1", "")),
            "targets.simple.csv, line 2: the column id is empty",
        ),
        (
            format!("{}\n{}\n{}\n", line(0), line(1), line(1)),
            "targets.simple.csv, line 3: entry XX-1: this entry stands in the list twice",
        ),
    ] {
        assert_eq!(read_open_sanctions(csv).unwrap_err().to_string(), expected);
    }
}

#[test]
fn files_are_found_and_known_by_their_checksum() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/watchlists");
    let ofac = folder.join("ofac");
    let by_folder = open(Source::Ofac, std::slice::from_ref(&ofac)).unwrap().checksum;
    let any_order = ["add.csv", "sdn.csv", "alt.csv"].map(|name| ofac.join(name));
    assert_eq!(open(Source::Ofac, &any_order).unwrap().checksum, by_folder);
    assert_eq!(by_folder.len(), 64);
    assert!(matches!(open(Source::Ofac, &any_order[..2]), Err(OpenError::OfacFile("alt.csv"))));
    assert!(matches!(open(Source::Un, &any_order), Err(OpenError::OneFile(3))));
    assert!(matches!(open(Source::Un, &[folder.join("none.xml")]), Err(OpenError::Io { .. })));
    let (found, _) = match open(Source::Un, &[folder.join("un.xml")]) {
        Ok(mut opened) => {
            let mut count = 0;
            let published = opened.reader.read(&mut |_| {
                count += 1;
                Ok(())
            });
            (count, published)
        }
        Err(error) => panic!("{error}"),
    };
    assert_eq!(found, 2);
}
