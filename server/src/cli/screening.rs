//! `drop screening`: names against lists.

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Score a CSV file of name pairs from standard input: columns name1 and name2, and any others, which are kept.
    /// A column schema (Person, Company, Vessel …) is used if there is one. Needs no database.
    #[command(after_help = "Example:\n  drop screening pairs < pairs.csv > scores.csv")]
    Pairs,
}
