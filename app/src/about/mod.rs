//! What Drop is and does, in words: how it works, prices, terms, privacy, complaints, accessibility. Figures in it come
//! from the constants that the code uses.
pub mod api;
mod articles;
pub mod model;
mod page;

pub use page::AboutPages;
