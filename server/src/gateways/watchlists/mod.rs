//! Published sanctions lists in the formats of their publishers, read from files one entry at a time.
mod countries;
mod dates;
mod eu;
mod ofac;
mod opensanctions;
mod table;
#[cfg(test)]
mod tests;
mod un;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use app::compliance::screening::lists::reader::ListReader;
use domain::compliance::watchlist::Source;
use sha2::{Digest, Sha256};

/// Bytes that are hashed at a time.
const CHUNK_BYTES: usize = 64 * 1024;
/// What OFAC publishes as one list.
const OFAC_FILES: [&str; 3] = ["sdn.csv", "alt.csv", "add.csv"];

/// Why a list cannot be opened. The text is for the person at the terminal.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("{path}: {error}")]
    Io { path: String, error: std::io::Error },
    #[error("{0} is missing: OFAC's list is {files}, or the folder that holds them", files = OFAC_FILES.join(", "))]
    OfacFile(&'static str),
    #[error("name one file of this list, not {0}")]
    OneFile(usize),
    #[error("the built-in list comes with the demo data")]
    BuiltIn,
}

/// A list that is ready to be read.
pub struct Opened {
    /// SHA-256 of its files, in hex.
    pub checksum: String,
    pub reader: Box<dyn ListReader>,
}

/// One file, with the name that problems in it are told by.
pub(crate) struct Named {
    pub name: String,
    pub bytes: Box<dyn Read + Send>,
}

/// Opens a list of this source. The files are read once for the checksum, and once more when they are imported.
///
/// # Errors
/// [`OpenError`].
pub fn open(source: Source, paths: &[PathBuf]) -> Result<Opened, OpenError> {
    let paths = match source {
        Source::Ofac => ofac_paths(paths)?,
        Source::BuiltIn => return Err(OpenError::BuiltIn),
        Source::Un | Source::Eu | Source::OpenSanctions if paths.len() != 1 => {
            return Err(OpenError::OneFile(paths.len()));
        }
        Source::Un | Source::Eu | Source::OpenSanctions => paths.to_vec(),
    };
    let checksum = checksum(&paths)?;
    let mut files = paths.iter().map(|path| named(path)).collect::<Result<Vec<_>, _>>()?.into_iter();
    let mut file = || files.next().ok_or(OpenError::OneFile(0));
    let reader: Box<dyn ListReader> = match source {
        Source::Un => Box::new(un::Un::new(file()?)),
        Source::Eu => Box::new(eu::Eu::new(file()?)),
        Source::OpenSanctions => Box::new(opensanctions::OpenSanctions::new(file()?)),
        Source::Ofac | Source::BuiltIn => {
            let (entries, aliases, addresses) = (file()?, file()?, file()?);
            Box::new(ofac::Ofac::new(entries, aliases, addresses))
        }
    };
    Ok(Opened { checksum, reader })
}

/// The three files in their order, out of a folder or of paths in any order.
fn ofac_paths(paths: &[PathBuf]) -> Result<Vec<PathBuf>, OpenError> {
    let folder = paths.first().filter(|path| paths.len() == 1 && path.is_dir());
    let found = OFAC_FILES.map(|name| {
        let given = || paths.iter().find(|path| file_name(path).eq_ignore_ascii_case(name)).cloned();
        let path = folder.map_or_else(given, |folder| Some(folder.join(name)));
        path.filter(|path| path.is_file()).ok_or(OpenError::OfacFile(name))
    });
    found.into_iter().collect()
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn opened(path: &Path) -> Result<File, OpenError> {
    File::open(path).map_err(|error| OpenError::Io { path: path.display().to_string(), error })
}

fn named(path: &Path) -> Result<Named, OpenError> {
    Ok(Named { name: file_name(path), bytes: Box::new(opened(path)?) })
}

fn checksum(paths: &[PathBuf]) -> Result<String, OpenError> {
    let mut hasher = Sha256::new();
    let mut chunk = vec![0; CHUNK_BYTES];
    for path in paths {
        let mut file = opened(path)?;
        loop {
            let read = file
                .read(&mut chunk)
                .map_err(|error| OpenError::Io { path: path.display().to_string(), error })?;
            if read == 0 {
                break;
            }
            hasher.update(&chunk[..read]);
        }
    }
    Ok(hex::encode(hasher.finalize()))
}
