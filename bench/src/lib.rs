//! What the benchmarks share: the statements that the real code sends, read from its stores while it is compiled.

/// The first string in a function of a store is what it sends.
///
/// # Errors
/// When there is none, or one with escapes: the store no longer looks as the benchmarks expect.
pub fn statement(store: &'static str, function: &str) -> Result<&'static str, String> {
    let missing = || format!("no statement in the store's fn {function}; see bench/src/lib.rs");
    let (_, body) = store.split_once(&format!("fn {function}(")).ok_or_else(missing)?;
    let (before, rest) = body.split_once('"').ok_or_else(missing)?;
    let end = if before.ends_with("r#") { "\"#" } else { "\"" };
    let (statement, _) = rest.split_once(end).ok_or_else(missing)?;
    // With another function before it, it would be that one's.
    if before.contains("fn ") || statement.contains('\\') { Err(missing()) } else { Ok(statement) }
}
