//! What stands on the pages for the codes of screening.
use domain::compliance::screening::{Agreement, Gender, PartKind, Schema};
use domain::compliance::watchlist::{NameQuality, ScreeningResult, Settlement, Source, SubjectKind};
use leptos::prelude::*;

use crate::i18n::{Locale, td_string};

/// Ten-thousandths as people read them: `96,1 %`.
pub fn percent(locale: Locale, points: u16) -> String {
    let (whole, tenth) = (points / 100, points % 100 / 10);
    match locale {
        Locale::en => format!("{whole}.{tenth}%"),
        _ => format!("{whole},{tenth}\u{a0}%"),
    }
}

pub fn kind(locale: Locale, kind: SubjectKind) -> &'static str {
    match kind {
        SubjectKind::Customer => td_string!(locale, hits.kind_customer),
        SubjectKind::Recipient => td_string!(locale, hits.kind_recipient),
        SubjectKind::Shop => td_string!(locale, hits.kind_shop),
    }
}

pub fn source(locale: Locale, source: Source) -> &'static str {
    match source {
        Source::Un => td_string!(locale, hits.source_un),
        Source::Eu => td_string!(locale, hits.source_eu),
        Source::Ofac => td_string!(locale, hits.source_ofac),
        Source::OpenSanctions => td_string!(locale, hits.source_opensanctions),
        Source::BuiltIn => td_string!(locale, hits.source_built_in),
    }
}

pub fn result(locale: Locale, result: ScreeningResult) -> &'static str {
    match result {
        ScreeningResult::Match => td_string!(locale, hits.result_match),
        ScreeningResult::PotentialMatch => td_string!(locale, hits.result_potential),
        ScreeningResult::Clear => td_string!(locale, hits.result_clear),
        ScreeningResult::Error => td_string!(locale, hits.result_error),
    }
}

pub fn result_tag(locale: Locale, of: ScreeningResult) -> impl IntoView + use<> {
    let class = match of {
        ScreeningResult::Match | ScreeningResult::Error => "tag bad",
        ScreeningResult::PotentialMatch => "tag wait",
        ScreeningResult::Clear => "tag good",
    };
    view! { <span class=class>{result(locale, of)}</span> }
}

pub fn settlement(locale: Locale, of: Settlement) -> &'static str {
    match of {
        Settlement::TrueMatch => td_string!(locale, hits.settled_true),
        Settlement::FalseMatch => td_string!(locale, hits.settled_false),
    }
}

pub fn settlement_tag(locale: Locale, of: Settlement) -> impl IntoView + use<> {
    let class = match of {
        Settlement::TrueMatch => "tag bad",
        Settlement::FalseMatch => "tag good",
    };
    view! { <span class=class>{settlement(locale, of)}</span> }
}

pub fn schema(locale: Locale, schema: Schema) -> &'static str {
    match schema {
        Schema::Person => td_string!(locale, hits.schema_person),
        Schema::Organisation => td_string!(locale, hits.schema_organisation),
        Schema::Vessel => td_string!(locale, hits.schema_vessel),
        Schema::Other => td_string!(locale, hits.schema_other),
    }
}

pub fn quality(locale: Locale, quality: NameQuality) -> &'static str {
    match quality {
        NameQuality::Primary => td_string!(locale, hits.quality_primary),
        NameQuality::Strong => td_string!(locale, hits.quality_strong),
        NameQuality::Weak => td_string!(locale, hits.quality_weak),
    }
}

pub fn gender(locale: Locale, gender: Gender) -> &'static str {
    match gender {
        Gender::Male => td_string!(locale, hits.gender_male),
        Gender::Female => td_string!(locale, hits.gender_female),
    }
}

pub fn agreement_tag(locale: Locale, of: Agreement) -> impl IntoView + use<> {
    let (class, text) = match of {
        Agreement::Agrees => ("tag bad", td_string!(locale, hits.agrees)),
        Agreement::Near => ("tag wait", td_string!(locale, hits.near)),
        Agreement::Differs => ("tag good", td_string!(locale, hits.differs)),
        Agreement::Unknown => ("tag", td_string!(locale, hits.unknown)),
    };
    view! { <span class=class>{text}</span> }
}

pub fn part(locale: Locale, kind: PartKind) -> &'static str {
    match kind {
        PartKind::Same => td_string!(locale, hits.part_same),
        PartKind::Spelling => td_string!(locale, hits.part_spelling),
        PartKind::Similar => td_string!(locale, hits.part_similar),
        PartKind::Form => td_string!(locale, hits.part_form),
        PartKind::Initial => td_string!(locale, hits.part_initial),
        PartKind::Joined => td_string!(locale, hits.part_joined),
        PartKind::OnlyQuery => td_string!(locale, hits.part_only_query),
        PartKind::OnlyEntry => td_string!(locale, hits.part_only_entry),
    }
}

/// The matcher's own words in the officer's language; what it has not said before stays as it is.
pub fn note(locale: Locale, note: &str) -> String {
    match note {
        "father and son exchanged" => td_string!(locale, hits.note_exchanged).to_owned(),
        "another number" => td_string!(locale, hits.note_another_number).to_owned(),
        "a number on one side only" => td_string!(locale, hits.note_one_number).to_owned(),
        "another form of company" => td_string!(locale, hits.note_another_form).to_owned(),
        "another kind of body" => td_string!(locale, hits.note_another_kind).to_owned(),
        other => other.to_owned(),
    }
}
