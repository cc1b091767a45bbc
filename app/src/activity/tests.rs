//! Tests of this slice, each on a database of its own.
