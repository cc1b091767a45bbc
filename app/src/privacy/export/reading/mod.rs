//! Reads a customer's data for a copy, part by part.
use futures::stream::BoxStream;

use super::parts::Part;

/// Rows as JSON.
type Rows<'a> = BoxStream<'a, sqlx::Result<String>>;

// Its macro is the others' too.
#[macro_use]
pub(super) mod store;

mod row;
mod shop;
mod told;

pub(super) use row::Row;
