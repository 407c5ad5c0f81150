//! Reads the built app.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
};

use axum::body::Bytes;

use super::{App, asset::Asset};
use crate::encode::{base64url, sha256};

/// Why the app cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// A file or folder cannot be read.
    #[error("cannot read {path}: {why}")]
    Read {
        /// Which.
        path: PathBuf,
        /// What the system says.
        why: io::Error,
    },
    /// There is no app in the folder.
    #[error("{0} has no index.html; build the app first, or name its folder with --app")]
    Missing(PathBuf),
}

impl App {
    /// Reads every file of a folder; `name.br` and `name.gz` are encodings of `name`.
    ///
    /// # Errors
    /// [`AppError`].
    pub fn load(folder: &Path) -> Result<Self, AppError> {
        let mut raw = BTreeMap::new();
        read(folder, "", &mut raw)?;
        let encoded = |path: &str| {
            let plain = path.strip_suffix(".br").or_else(|| path.strip_suffix(".gz"));
            plain.is_some_and(|plain| raw.contains_key(plain))
        };
        let asset = |(path, bytes): (&String, &Bytes)| {
            let hash = sha256(&[bytes]);
            let asset = Asset {
                name: path.rsplit('/').next().unwrap_or_default().to_owned(),
                plain: bytes.clone(),
                gzip: raw.get(&format!("{path}.gz")).cloned(),
                brotli: raw.get(&format!("{path}.br")).cloned(),
                digest: base64url(&hash),
            };
            (path.clone(), asset)
        };
        let page = raw.get("/index.html").ok_or_else(|| AppError::Missing(folder.to_owned()))?;
        let page = String::from_utf8_lossy(page).into_owned();
        let files = raw.iter().filter(|(path, _)| !encoded(path)).map(asset).collect();
        Ok(Self { files, page })
    }
}

fn read(folder: &Path, prefix: &str, into: &mut BTreeMap<String, Bytes>) -> Result<(), AppError> {
    let failed = |why| AppError::Read { path: folder.to_owned(), why };
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let path = entry.path();
        let Some(name) = entry.file_name().to_str().map(|name| format!("{prefix}/{name}")) else { continue };
        if path.is_dir() {
            read(&path, &name, into)?;
        } else {
            let bytes = std::fs::read(&path).map_err(|why| AppError::Read { path, why })?;
            into.insert(name, bytes.into());
        }
    }
    Ok(())
}
