//! Reads a customer's data for a copy, part by part.
use futures::stream::BoxStream;

use super::parts::Part;

/// Rows as JSON.
type Rows<'a> = BoxStream<'a, sqlx::Result<String>>;

/// The rows of a query about one customer, as JSON.
macro_rules! rows {
    ($tx:ident, $user:ident, $sql:tt) => {
        sqlx::query_scalar!("select row_to_json(x)::text as \"row!\" from (" + $sql + ") x", $user)
            .fetch($tx)
            .boxed()
    };
}

mod row;
mod shop;
pub(super) mod store;
mod told;

pub(super) use row::Row;
