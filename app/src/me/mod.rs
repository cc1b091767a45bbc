//! "Me": who one is to Drop, what one has chosen, and the ways to everything of one's own. Its pages are one part of the
//! browser's code, and stand behind one route.
pub mod pages;
