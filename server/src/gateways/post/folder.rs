//! Into a folder, a file for each letter: any mail program opens it.
use std::path::{Path, PathBuf};

use app::mail::gateway::{Message, Post, PostError};
use async_trait::async_trait;
use lettre::message::Mailbox;

use super::mail;

pub(super) struct Folder {
    folder: PathBuf,
    from: Mailbox,
}

impl Folder {
    pub(super) const fn new(folder: PathBuf, from: Mailbox) -> Self {
        Self { folder, from }
    }
}

#[async_trait]
impl Post for Folder {
    async fn send(&self, message: &Message) -> Result<(), PostError> {
        // In the order in which they were written, when a folder is listed by name.
        let name = format!("{}-{}.eml", message.at.format("%Y%m%dT%H%M%S%.3f"), message.id);
        let (folder, bytes) = (self.folder.clone(), mail(&self.from, message)?.formatted());
        let written = tokio::task::spawn_blocking(move || write(&folder, &name, &bytes)).await;
        match written {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(PostError::NoAnswer(error.to_string())),
            Err(_) => Err(PostError::NoAnswer("writing was cut off".to_owned())),
        }
    }
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join(name), bytes)
}
