//! Pages of reports.
mod begin;
mod case;
mod decision;
mod list;
mod parts;
mod statement;
mod told;

pub use begin::NewReportPage;
pub use case::ReportPage;
pub use list::ReportsPage;
pub use statement::StatementPage;
