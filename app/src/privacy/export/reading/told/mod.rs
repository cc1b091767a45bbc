//! Parts of what was told to a customer, asked by them, and of their log-ins.
pub(super) mod store;
