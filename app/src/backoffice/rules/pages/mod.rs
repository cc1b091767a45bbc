//! Pages of rules.
mod change;
mod decide;
mod list;
mod rule;
mod what_if;
mod words;

pub use change::ChangePage;
pub use list::RulesPage;
pub use rule::RulePage;
