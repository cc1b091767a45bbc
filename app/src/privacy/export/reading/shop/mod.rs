//! Parts of shops, and of cards.
pub(super) mod store;
