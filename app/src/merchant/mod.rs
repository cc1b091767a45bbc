//! Shops: opening one, its codes, paying in it, its till, its sales.
pub mod codes;
pub mod frame;
pub mod pay;
pub mod sales;
pub mod shops;
pub mod till;
